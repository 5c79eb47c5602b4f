#!/usr/bin/env python3
"""A real Slurm on loopback with the partitions and QoS of a site file, for as long as a test needs it.

    with Cluster() as cluster:
        accepted, message = cluster.test_only(b"#!/bin/sh\\n#SBATCH --gres=gpu:a100_10g:1\\n", ["--partition=gpu", "--qos=standard"])

Whatever it starts runs on free ports of 127.0.0.1 and keeps all its files in one temporary folder; both are gone when it ends.
Where Slurm cannot run, it says so and ends the program with 77.
From the shell, `cluster.py -- COMMAND` runs a command inside a cluster of its own, as the user who submits jobs, in that user's
empty folder; $OLDPWD is the folder it was called from. Without a command it only says how long the start took.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from checks import Failed

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "data" / "wulver" / "site.json"
START = 60  # seconds; more than any single step of the start takes
STOP = 20
NOT_RUN = 77  # the exit status that says so

# ---- what the site file does not say ----

# Nodes of each partition, and how many instances of each GRES type one of them has. Full GPUs: as many as the site file says.
NODES = {"gpu": 2}  # the others have one
INSTANCES = {
    "gpu": {"a100": 4, "a100_10g": 7, "a100_20g": 3, "a100_40g": 2},
    "debug_gpu": {"a100_10g": 7, "a100_20g": 3, "a100_40g": 2},
    "course_gpu": {"a100_10g": 7},
}
# Of partitions for which it gives no nodes.
NODE_CPUS, NODE_RAM = 128, "512G"
DISK_MB = 500_000  # the local disk of every node

PI_ACCOUNT = "ab123"
COURSE_ACCOUNT = "2025-fall-ds-492-ab12-cd34"
PATTERN_NAME = PI_ACCOUNT  # what the * of a QoS's name stands for
COURSE_QOS = {"course", "debug"}  # what a course account may use; the PI's may use all but those of course accounts

# Users that every Debian has, so that none must be added. The first is in both accounts, the second in the PI's.
USER, OTHER_USER = "games", "news"

PROGRAMS = (
    *("munged", "mariadbd", "mariadb-install-db", "slurmdbd", "slurmctld", "slurmd"),
    *("sacctmgr", "sbatch", "scancel", "scontrol", "sinfo", "squeue", "setpriv"),
)
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
# States of a job that has not ended.
UNFINISHED = {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "SUSPENDED", "REQUEUED"}


class Refused(Exception):
    """sbatch has refused a job."""


def megabytes(ram):
    """Slurm's unit. The site file says "512G"."""
    return int(ram[:-1]) * {"M": 1, "G": 1024, "T": 1024 * 1024}[ram[-1]]


def concrete(qos):
    return qos.replace("*", PATTERN_NAME)


def account_qos(site):
    """Which QoS each account may use."""
    course = {qos["name"] for qos in site["qos"] if qos.get("users") == "course accounts"}
    names = [qos["name"] for qos in site["qos"]]
    return {
        PI_ACCOUNT: [concrete(name) for name in names if name not in course],
        COURSE_ACCOUNT: [concrete(name) for name in names if name in course | COURSE_QOS],
    }


def account_for(site, qos):
    """An account that may use a QoS."""
    return next(account for account, names in account_qos(site).items() if qos in names)


def qos_limits(qos):
    # Where more is given on request, it has been asked for.
    limits = [f"MaxWall={qos.get('walltime_on_request', qos['walltime'])}"]
    per_job = []
    if "cpus_per_job" in qos:
        per_job.append(f"cpu={qos['cpus_per_job']}")
    if "ram_per_job" in qos:
        per_job.append(f"mem={megabytes(qos['ram_per_job'])}M")
    if per_job:
        limits.append("MaxTRESPerJob=" + ",".join(per_job))
    if "jobs_at_once" in qos:
        limits.append(f"MaxJobsPerUser={qos['jobs_at_once']}")
    return limits + ["Flags=DenyOnLimit"]


def not_here(why):
    """Says so and ends the program."""
    print(f"slurm: NOT RUN: {why}")
    sys.exit(NOT_RUN)


def check_here():
    if os.geteuid() != 0:
        not_here("only root can start Slurm's daemons")
    missing = [program for program in PROGRAMS if not shutil.which(program, path=PATH)]
    if missing:
        not_here("missing programs: " + ", ".join(missing))
    for name in (USER, OTHER_USER, "mysql"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            not_here(f"there is no user {name}")


def free_ports(count):
    """Ports that nobody listens on. All are held until the last one is found, so that they differ."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def host_is_loopback():
    try:
        return socket.gethostbyname(socket.gethostname()) == "127.0.0.1"
    except OSError:
        return False


class Cluster:
    def __init__(self, site=SITE):
        self.site = json.loads(pathlib.Path(site).read_text(encoding="utf-8"))
        self.full = next(option["gres"] for option in self.site["options"] if option["profile"] == "full")
        self.processes = []  # (name, Popen), in the order of their start

    # ---- start and stop ----

    def __enter__(self):
        end_on_signals()
        check_here()
        began = time.monotonic()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="migadvise-slurm-"))
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        self.start_seconds = time.monotonic() - began
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.folder.chmod(0o755)
        for name in ("state", "spool", "log", "dev", "db", "db/data", "munge"):
            (self.folder / name).mkdir(mode=0o755)
        for name, user in (("db/data", "mysql"), ("db", "mysql"), ("work", USER), ("other", OTHER_USER)):
            (self.folder / name).mkdir(exist_ok=True)
            shutil.chown(self.folder / name, user, pwd.getpwnam(user).pw_gid)
        self.work = self.folder / "work"
        self.nodes = self.make_nodes()
        self.db_port, self.dbd_port, self.ctld_port, *node_ports = free_ports(3 + len(self.nodes))
        for node, port in zip(self.nodes, node_ports):
            node["port"] = port
        # Slurm can listen on one address only if that is the host name's. Elsewhere the secret key keeps strangers out.
        self.listening_line = "CommunicationParameters=NoInAddrAny,NoCtldInAddrAny" if host_is_loopback() else "# on every address"
        self.password = secrets.token_hex(16)
        self.make_devices()
        self.write_configuration()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            database = pool.submit(self.make_database)
            self.start_munge()
            database.result()
        self.start_database()
        self.daemon("slurmdbd", ["slurmdbd", "-D"])
        self.until(lambda: self.listening(self.dbd_port), "slurmdbd listens")
        self.make_accounts()
        self.daemon("slurmctld", ["slurmctld", "-D", "-i"])
        for node in self.nodes:
            self.daemon(node["name"], ["slurmd", "-D", "-N", node["name"]])
        self.until(self.all_idle, "all nodes are idle")

    def stop(self):
        """Ends what was started, the last first, and removes the folder. Not to be interrupted, or something would stay."""
        with uninterrupted():
            for _, process in reversed(self.processes):
                if process.poll() is None:
                    process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(STOP)
                if process.poll() is None:
                    process.kill()
                    process.wait()
            self.processes.clear()
            # Jobs outlive slurmd.
            end = time.monotonic() + STOP
            while (left := list(self.inside())) and time.monotonic() < end:
                for pid in left:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                time.sleep(0.02)
            shutil.rmtree(self.folder, ignore_errors=True)

    def inside(self):
        """The processes that were started for this cluster, by whomever: jobs and what they left behind too."""
        mark = f"SLURM_CONF={self.folder}/slurm.conf".encode()
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    yield int(process.name)

    def daemon(self, name, command, user="root"):
        # In a session of its own Ctrl-C does not reach it; if this process is killed, it ends too.
        with open(self.folder / "log" / f"{name}.out", "wb") as log:
            process = subprocess.Popen(
                [*as_user(user, "TERM"), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.root_environment(),
                cwd=self.folder,
                start_new_session=True,
            )
        self.processes.append((name, process))

    def until(self, condition, text, seconds=START):
        end = time.monotonic() + seconds
        while not condition():
            for name, process in self.processes:
                if process.poll() is not None:
                    raise Failed(f"{name} has ended with {process.returncode}:\n{self.log(name)}")
            if time.monotonic() > end:
                logs = "".join(f"---- {name}\n{self.log(name)}" for name, _ in self.processes)
                raise Failed(f"not within {seconds} s: {text}\n{logs}")
            time.sleep(0.05)

    def log(self, name):
        return (self.folder / "log" / f"{name}.out").read_text(encoding="utf-8", errors="replace")[-3000:]

    def listening(self, port):
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", port)) == 0

    # ---- nodes ----

    def make_nodes(self):
        nodes = []
        for partition in self.site["partitions"]:
            name = partition["name"]
            gres = dict(INSTANCES.get(name, {}))
            if self.full in gres:
                gres[self.full] = partition.get("gpus_per_node", gres[self.full])
            offered = {option["gres"] for option in self.site["options"] if option["profile"] in partition["options"]}
            if set(gres) != offered:
                raise Failed(f"partition {name} of the site file has {sorted(offered)}, INSTANCES has {sorted(gres)}")
            for number in range(1, NODES.get(name, 1) + 1):
                nodes.append(
                    {
                        "name": f"{name.replace('_', '-')}-{number}",
                        "partition": name,
                        "cpus": partition.get("cpus_per_node", NODE_CPUS),
                        "ram": megabytes(partition.get("ram_per_node", NODE_RAM)),
                        "gres": gres,
                    }
                )
        return nodes

    def devices(self, node, kind):
        return [self.folder / "dev" / f"{node['name']}.{kind}.{number}" for number in range(node["gres"][kind])]

    def make_devices(self):
        # slurmd leaves out a GPU without a device. Any will do: this is /dev/null.
        try:
            for node in self.nodes:
                for kind in node["gres"]:
                    for path in self.devices(node, kind):
                        os.mknod(path, 0o666 | 0o020000, os.makedev(1, 3))
        except PermissionError as error:
            not_here(f"no device can be made: {error}")

    # ---- configuration ----

    def write_configuration(self):
        folder = self.folder
        (folder / "slurm.conf").write_text("\n".join([*self.general_lines(), *self.node_lines(), *self.partition_lines(), ""]))
        gres = ["AutoDetect=off"]
        for node in self.nodes:
            for kind in node["gres"]:
                files = ",".join(str(path) for path in self.devices(node, kind))
                gres.append(f"NodeName={node['name']} Name=gpu Type={kind} File={files}")
        (folder / "gres.conf").write_text("\n".join([*gres, ""]))
        (folder / "cgroup.conf").write_text("CgroupAutomount=no\n")
        secret = folder / "slurmdbd.conf"
        secret.touch(mode=0o600)
        secret.write_text(
            f"""AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort={self.dbd_port}
SlurmUser=root
{self.listening_line}
LogFile={folder}/log/slurmdbd.log
PidFile={folder}/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort={self.db_port}
StorageUser=slurm
StoragePass={self.password}
StorageLoc=slurm
"""
        )

    def general_lines(self):
        folder = self.folder
        types = sorted({kind for node in self.nodes for kind in node["gres"]})
        return f"""ClusterName={self.site['name']}
SlurmctldHost={socket.gethostname()}(127.0.0.1)
SlurmctldPort={self.ctld_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
{self.listening_line}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
MailProg=/bin/true
SlurmdParameters=config_overrides
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=0,sched_interval=5
EnforcePartLimits=ALL
GresTypes=gpu
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={self.dbd_port}
AccountingStoragePass={folder}/munge/socket
AccountingStorageEnforce=associations,limits,qos
AccountingStorageTRES={','.join(['gres/gpu', *(f'gres/gpu:{kind}' for kind in types)])}""".splitlines()

    def node_lines(self):
        host = socket.gethostname()
        for node in self.nodes:
            gres = ",".join(f"gpu:{kind}:{count}" for kind, count in node["gres"].items())
            yield (
                f"NodeName={node['name']} NodeAddr=127.0.0.1 NodeHostname={host} Port={node['port']}"
                f" CPUs={node['cpus']} RealMemory={node['ram']} TmpDisk={DISK_MB}" + (f" Gres={gres}" if gres else "")
            )

    def partition_lines(self):
        for partition in self.site["partitions"]:
            nodes = ",".join(node["name"] for node in self.nodes if node["partition"] == partition["name"])
            line = f"PartitionName={partition['name']} Nodes={nodes} AllowQos={','.join(map(concrete, partition['qos']))}"
            if "ram_per_cpu" in partition:
                line += f" DefMemPerCPU={megabytes(partition['ram_per_cpu'])}"
            if "walltime" in partition:
                line += f" MaxTime={partition['walltime']}"
            if partition["name"] == self.site["defaults"]["partition"]:
                line += " Default=YES"
            yield line

    # ---- daemons ----

    def start_munge(self):
        folder = self.folder / "munge"
        key = folder / "key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(128))
        files = [f"--{what}-file={folder}/{what}" for what in ("key", "log", "pid", "seed")]
        self.daemon("munged", ["munged", "--foreground", f"--socket={folder}/socket", *files])
        self.until((folder / "socket").is_socket, "munged listens")

    def database_options(self):
        # Nothing in it must outlive the process, so nothing need reach the disk.
        return [
            *("--no-defaults", f"--datadir={self.folder}/db/data"),
            *("--innodb-flush-method=nosync", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"),
            *("--innodb-log-file-size=16M", "--innodb-buffer-pool-size=64M", "--performance-schema=OFF", "--skip-log-bin"),
        ]

    def make_database(self):
        command = [*as_user("mysql"), "mariadb-install-db", *self.database_options(), "--skip-test-db", "--skip-name-resolve"]
        self.root(command, cwd=self.folder / "db")

    def start_database(self):
        first = self.folder / "db" / "first.sql"
        first.touch(mode=0o600)
        first.write_text(
            f"CREATE USER slurm@'127.0.0.1' IDENTIFIED BY '{self.password}';\n"
            "CREATE DATABASE slurm;\nGRANT ALL ON slurm.* TO slurm@'127.0.0.1';\n"
        )
        shutil.chown(first, "mysql")
        where = [f"--port={self.db_port}", "--bind-address=127.0.0.1", f"--socket={self.folder}/db/socket"]
        self.daemon("mariadbd", ["mariadbd", *self.database_options(), *where, "--skip-name-resolve", f"--init-file={first}"], "mysql")
        self.until(lambda: self.listening(self.db_port), "mariadbd listens")

    def make_accounts(self):
        manage = ["sacctmgr", "--immediate", "--quiet"]
        self.root([*manage, "add", "cluster", self.site["name"]])
        for qos in self.site["qos"]:
            self.root([*manage, "add", "qos", concrete(qos["name"]), "set", *qos_limits(qos)])
        for account, names in account_qos(self.site).items():
            usual = self.site["defaults"]["qos"]
            default = usual if usual in names else names[0]
            self.root([*manage, "add", "account", account, "set", f"QosLevel={','.join(names)}", f"DefaultQOS={default}"])
        for user, accounts in ((USER, [PI_ACCOUNT, COURSE_ACCOUNT]), (OTHER_USER, [PI_ACCOUNT])):
            self.root([*manage, "add", "user", user, f"Account={','.join(accounts)}", f"DefaultAccount={PI_ACCOUNT}"])

    def all_idle(self):
        shown = self.root(["sinfo", "--noheader", "--Node", "--format=%T"], check=False)
        return shown.returncode == 0 and shown.stdout.split() == ["idle"] * len(self.nodes)

    # ---- commands ----

    def root_environment(self):
        return {"PATH": PATH, "SLURM_CONF": str(self.folder / "slurm.conf"), "LC_ALL": "C"}

    def environment(self, user=USER):
        """What a command of this user needs to reach the cluster."""
        return {
            **{"PATH": f"/usr/local/bin:{PATH}", "LC_ALL": "C.UTF-8", "USER": user, "LOGNAME": user},
            **{"HOME": str(self.home(user)), "SLURM_CONF": str(self.folder / "slurm.conf")},
        }

    def home(self, user=USER):
        return self.folder / ("work" if user == USER else "other")

    def root(self, command, check=True, cwd=None):
        """Runs one of Slurm's commands as root."""
        ended = subprocess.run(
            command, **TEXT, capture_output=True, env=self.root_environment(), cwd=cwd or self.folder, timeout=START, stdin=subprocess.DEVNULL
        )
        if check and ended.returncode != 0:
            raise Failed(f"{' '.join(command)} has ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
        return ended

    def run(self, command, user=USER, **how):
        """Runs any command as the user, in the user's folder."""
        how = {"stdin": subprocess.DEVNULL, "capture_output": True, "env": self.environment(user), "cwd": self.home(user), **TEXT, **how}
        return subprocess.run([*as_user(user), *map(str, command)], **how)

    def sinfo(self, *arguments):
        return self.run(["sinfo", *arguments]).stdout

    def squeue(self, *arguments):
        return self.run(["squeue", *arguments]).stdout

    # ---- jobs ----

    def sbatch(self, script, arguments=(), user=USER):
        """sbatch with a script: a path, or the bytes of one."""
        if not isinstance(script, (bytes, bytearray)):
            return self.run(["sbatch", *arguments, script], user)
        number, name = tempfile.mkstemp(prefix="script-", dir=self.home(user))
        try:
            with open(number, "wb") as file:
                file.write(script)
            shutil.chown(name, user)
            return self.run(["sbatch", *arguments, name], user)
        finally:
            os.unlink(name)

    def test_only(self, script, arguments=(), user=USER):
        """Would sbatch take it? True or False, and what it says."""
        ended = self.sbatch(script, ["--test-only", *arguments], user)
        return ended.returncode == 0, (ended.stdout + ended.stderr).strip()

    def submit(self, script, arguments=(), user=USER):
        """The number of the job; of an array's first task, its number."""
        ended = self.sbatch(script, ["--parsable", *arguments], user)
        if ended.returncode != 0:
            raise Refused((ended.stdout + ended.stderr).strip())
        return int(ended.stdout.split(";")[0])

    def show(self, job):
        """What scontrol knows of a job, by its names for it."""
        shown = self.root(["scontrol", "show", "job", str(job)]).stdout
        # Of an array the first record.
        first = re.split(r"\n\n", shown.strip())[0]
        pairs = {}
        for line in first.split("\n"):
            line = line.strip()
            # These may contain blanks; each has a line of its own.
            alone = re.match(r"(JobName|Comment|Command|WorkDir|StdErr|StdIn|StdOut|TRES|Dependency)=(.*)", line)
            for key, value in [alone.groups()] if alone else [word.split("=", 1) for word in line.split() if "=" in word]:
                pairs[key] = value
        return pairs

    def wait(self, job, seconds=START):
        """Waits until a job has ended; its state and exit code."""
        shown = {}

        def ended():
            nonlocal shown
            shown = self.show(job)
            return shown["JobState"] not in UNFINISHED

        self.until(ended, f"job {job} ends", seconds)
        return shown["JobState"], shown["ExitCode"]


TEXT = {"encoding": "utf-8", "errors": "backslashreplace"}


def as_user(name, signal_at_end=None):
    """What makes a command run as a user, and get a signal when whoever started it ends."""
    entry = pwd.getpwnam(name)
    prefix = ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    return prefix + (["--pdeathsig", signal_at_end] if signal_at_end else [])


@contextlib.contextmanager
def uninterrupted():
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_on_signals():
    """SIGTERM and SIGHUP end a with statement as Ctrl-C does."""

    def leave(number, _):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def run_inside(cluster, command, as_root):
    environment = {**os.environ, **cluster.environment(), "OLDPWD": os.getcwd()}
    if as_root:
        environment.update(USER="root", LOGNAME="root")
    # Ctrl-C is for the command, which decides what it means.
    process = subprocess.Popen([*as_user("root" if as_root else USER, "HUP"), *command], env=environment, cwd=cluster.work)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=pathlib.Path, default=SITE, help="the site file whose partitions and QoS it has")
    parser.add_argument("--root", action="store_true", help="run the command as root, for sacctmgr and scontrol update")
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="the command and its arguments, after --")
    arguments = parser.parse_args()
    try:
        with Cluster(arguments.site) as cluster:
            print(f"slurm: {len(cluster.nodes)} nodes are ready after {cluster.start_seconds:.1f} s", file=sys.stderr, flush=True)
            if not arguments.command:
                return 0
            status = run_inside(cluster, arguments.command, arguments.root)
            return status if status >= 0 else 128 - status
    except Failed as why:
        print(f"slurm: {why}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
