"""A lab of real Linux hosts on this machine: `with Lab(count=12) as lab:`.

Each host is a set of namespaces with its own root tree, packages, disk, network card, systemd as pid 1 and sshd. All of them hang
below one supervisor process, which ends with the process that made the lab, however that ends. Needs root on Debian.
"""

from lab.hosts.errors import LabError
from lab.hosts.lab import Done, Host, Lab
from lab.hosts.machine import reason_against_a_lab, require_a_lab

__all__ = ["Done", "Host", "Lab", "LabError", "reason_against_a_lab", "require_a_lab"]
