"""A real Spark cluster on this machine alone: a master, two workers and a Connect server.

Everything listens on loopback, keeps its files in one folder, and is stopped by its process id
however the work ends.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HOST = "127.0.0.1"
JAVA = 17
WORKERS = 2
SECONDS_TO_START = 180
BRIEF = "-XX:TieredStopAtLevel=1"
"""The server plans for minutes, each plan once: compiling its code thoroughly would not pay."""
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


class NotStarted(Exception):
    """The cluster is not there; the text says in words what is missing."""


def home() -> Path:
    """Where Spark's own programs are. Raises NotStarted."""
    found = Path(os.environ.get("SPARK_HOME", ""))
    if not (found / "bin" / "spark-class").exists():
        raise NotStarted("SPARK_HOME does not name a Spark; make spark sets one up by itself")
    return found


def check_java() -> str:
    """The version of Java. Raises NotStarted when there is none, or an old one."""
    place = os.environ.get("JAVA_HOME")
    program = str(Path(place) / "bin" / "java") if place else "java"
    wanted = f"Spark 4 needs Java {JAVA} or newer"
    if shutil.which(program) is None:
        raise NotStarted(
            f"{wanted}, and {program} is not a program that can be run; install it (Debian:"
            " openjdk-17-jre-headless) or set JAVA_HOME"
        )
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', said.stderr)
    if version is None or int(version[1]) < JAVA:
        first = (said.stderr.splitlines() or ["nothing"])[0]
        raise NotStarted(f"{wanted}; {program} -version says: {first}")
    return version[1]


@contextmanager
def cluster(folder: Path, memory: str) -> Iterator[str]:
    """Address of a Connect server whose work two workers do; ``memory`` for each process.

    Raises NotStarted.
    """
    check_java()
    spark = home()
    folder.mkdir(parents=True, exist_ok=True)
    master, connect = free_port(), free_port()
    address = f"spark://{HOST}:{master}"
    settings = {
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.driver.memory": memory,
        "spark.driver.extraJavaOptions": BRIEF,
        "spark.executor.memory": memory,
        "spark.executor.cores": "1",
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": str(connect),
        "spark.connect.grpc.maxInboundMessageSize": str(2**28),
        "spark.sql.shuffle.partitions": str(2 * WORKERS),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }
    conf = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    with ExitStack() as running:
        start = [str(spark / "bin" / "spark-class")]
        running.enter_context(
            process(folder, "master", [*start, MASTER, "--host", HOST, "--port", str(master),
                                       "--webui-port", "0"])
        )  # fmt: skip
        wait_for(master, folder / "master.log")
        for number in range(WORKERS):
            running.enter_context(
                process(folder, f"worker-{number + 1}",
                        [*start, WORKER, "--host", HOST, "--cores", "1", "--memory", memory,
                         "--webui-port", "0", "--work-dir", str(folder / f"work-{number + 1}"),
                         address])
            )  # fmt: skip
        wait_for_words(folder / "master.log", "Registering worker", WORKERS)
        running.enter_context(
            process(folder, "connect", [str(spark / "bin" / "spark-submit"), "--master", address,
                                        *conf, "--class", CONNECT, "spark-internal"])
        )  # fmt: skip
        wait_for(connect, folder / "connect.log")
        yield f"sc://{HOST}:{connect}"


@contextmanager
def process(folder: Path, name: str, command: list[str]) -> Iterator[None]:
    """A program in a group of its own that is ended with the block; what it says goes to a file."""
    surroundings = {
        **os.environ,
        "SPARK_HOME": str(home()),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_DAEMON_JAVA_OPTS": BRIEF,
        "SPARK_LOCAL_DIRS": str(folder / "spill"),
        "SPARK_LOG_DIR": str(folder),
    }
    with (folder / f"{name}.log").open("w") as log:
        started = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, cwd=folder, env=surroundings,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        stop(started)


def stop(started: subprocess.Popen[bytes]) -> None:
    """End a program and what it started (Spark's scripts start Java), politely at first."""
    for number, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 15)):
        try:
            os.killpg(started.pid, number)
        except ProcessLookupError:
            break
        try:
            started.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        break


def free_port() -> int:
    """A port of the loopback interface nobody listens on."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])


def wait_for(port: int, log: Path) -> None:
    """Wait until somebody listens. Raises NotStarted with the last words of the log."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise NotStarted(f"nobody listens on port {port}: {last_words(log)}")


def wait_for_words(log: Path, words: str, times: int) -> None:
    """Wait until a log says something so often. Raises NotStarted."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if log.exists() and log.read_text(errors="replace").count(words) >= times:
            return
        time.sleep(0.2)
    raise NotStarted(f"{log.stem} did not say “{words}” {times} times: {last_words(log)}")


def last_words(log: Path) -> str:
    """The end of a log."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return " | ".join(text.splitlines()[-3:]) or "it said nothing"


if __name__ == "__main__":
    try:
        print(f"spark: Java {check_java()}")
    except NotStarted as missing:
        sys.exit(f"spark: {missing}")
