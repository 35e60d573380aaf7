"""What Linux offers to seal a process from inside: no new rights, another uid, Landlock, a list of allowed system calls.

Sources: prctl(2), seccomp(2), landlock(7), linux/filter.h, linux/audit.h, and the system call tables of the two architectures.
"""

import ctypes
import os
import struct
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

_NOBODY = 65534

# Same number on every architecture (the unified table of 2019).
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_VERSION_FLAG = 1
# First interface version that knows: file rights (bits of the first word), network rights, scopes.
_LANDLOCK_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
_LANDLOCK_NETWORK_SINCE = 4
_LANDLOCK_SCOPE_SINCE = 6

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# What a process still needs that only computes, reads its pipe, writes its pipe, and ends.
_ALLOWED = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28,
        "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98, "times": 100, "sigaltstack": 131,
        "gettid": 186, "time": 201, "futex": 202, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
        "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318, "membarrier": 324, "rseq": 334,
    },
    "aarch64": {
        "close": 57, "lseek": 62, "read": 63, "write": 64, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
        "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "sched_yield": 124,
        "restart_syscall": 128, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
        "times": 153, "getrusage": 165, "gettimeofday": 169, "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215,
        "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278, "membarrier": 283, "rseq": 293,
    },
}  # fmt: skip

_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_IF_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
_ALLOW = 0x7FFF0000  # SECCOMP_RET_ALLOW
_REFUSE = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_NUMBER_AT = 0  # struct seccomp_data
_ARCHITECTURE_AT = 4


def restrict_files() -> str:
    """Take away every path and every port by Landlock; "" where the kernel has none. Needs a free file descriptor."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_VERSION_FLAG)
    if version < 1 or not _prctl(_PR_SET_NO_NEW_PRIVS, 1):
        return ""
    words = [(1 << max(bits for since, bits in _LANDLOCK_FILE_RIGHTS.items() if since <= version)) - 1]
    if version >= _LANDLOCK_NETWORK_SINCE:
        words.append(0b11)  # bind and connect of TCP
    if version >= _LANDLOCK_SCOPE_SINCE:
        words.append(0b11)  # abstract sockets, signals
    attribute = struct.pack(f"={len(words)}Q", *words)
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, attribute, ctypes.c_size_t(len(attribute)), 0)
    if ruleset < 0:
        return ""
    refused = libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return "" if refused else f"Landlock {version}"


def drop_root() -> str:
    """Become nobody when we are root; "" when we are not, or the user namespace knows no nobody."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return ""
    try:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    except OSError:
        return "still root"
    return f"uid {_NOBODY}"


def end_with_parent(parent: int) -> None:
    """Be killed when the thread that started us ends. After `drop_root`: a change of uid clears it."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(0)


def allow_only_computing() -> str:
    """Let only the system calls of the list through, refuse each other one with EPERM; says so where it can't be done."""
    machine = _machine()
    if machine not in _ALLOWED or sys.byteorder != "little":
        return f"no system call filter for {machine}"
    program = _filter(_AUDIT_ARCH[machine], sorted(_ALLOWED[machine].values()))
    steps = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(steps)))
    ready = _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if ready and _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header)):
        return "seccomp"
    return "no system call filter in this kernel"


def _machine() -> str:
    if sys.platform == "win32":
        return ""
    return os.uname().machine


def _prctl(option: int, value: int, pointer: int = 0) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_ulong(word) for word in (value, pointer, 0, 0)]
    return int(libc.prctl(option, *words)) == 0


def _filter(architecture: int, numbers: list[int]) -> bytes:
    steps = [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD_WORD, 0, 0, _NUMBER_AT),
    ]
    for position, number in enumerate(numbers):
        steps.append((_JUMP_IF_EQUAL, len(numbers) - position, 0, number))
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
