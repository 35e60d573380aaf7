"""Open a connection for ssh (`ProxyUseFdpass`) from inside the lab's network: `reach.py ADDRESS PORT`."""

import array
import socket
import sys


def main(address: str, port: int) -> None:
    """Connect and hand the open connection to ssh, which takes it from there as if it were its own."""
    connection = socket.create_connection((address, port), timeout=2)
    connection.setblocking(True)
    with socket.socket(fileno=1) as ssh:
        ssh.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [connection.fileno()]))])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
