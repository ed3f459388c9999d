#!/usr/bin/env python3
"""What is too heavy for the tests: 10,000 connections, bodies of 1 GB, gzip bombs, slow clients by the hundred.

    python3 tests/serve_attacks.py target/release/oped [ATTACK…]

After each attack the server must answer a request of an honest client, and during each it must not grow over a bound. Prints a line for
each: what was answered, how long an honest client waited, and how large the server got. Takes three minutes.
"""

import collections
import gzip
import io
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

MOST_MEMORY = 500
# A text of 8 MB that is nothing but short lines takes 80 times its size while it is read.
MOST_OF_LONG_TEXTS = 1500
BODY = b'{"text":"The council met on Monday, a clerk said."}'


class Server:
    def __init__(self, oped, *args):
        command = [oped, "serve", "--address", "0", "-q", *args]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        host, port = self.process.stdout.readline().strip().removeprefix("http://").rstrip("/").rsplit(":", 1)
        self.address, self.most, self.ends = (host, int(port)), 0, False
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while not self.ends:
            try:
                found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())
            except OSError:
                return
            # A process that has ended has none.
            self.most = max(self.most, int(found.group(1)) / 1024 if found else 0)
            time.sleep(0.02)

    def connect(self):
        return socket.create_connection(self.address, timeout=60)

    def head(self, path, *headers):
        lines = [f"POST {path} HTTP/1.1", f"host: {self.address[0]}:{self.address[1]}", "content-type: application/json", *headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def honest(self):
        """Seconds until an honest client, which tries again when it is told to, has its answer."""
        start = time.monotonic()
        while time.monotonic() - start < 60:
            try:
                with self.connect() as sock:
                    sock.sendall(self.head("/v1/score", f"content-length: {len(BODY)}", "connection: close") + BODY)
                    if status(sock) == "200":
                        return time.monotonic() - start
            except OSError:
                pass
            time.sleep(0.1)
        return None

    def stop(self):
        self.process.terminate()
        code = self.process.wait(30)
        self.ends = True
        return code


def status(sock):
    """The status of an answer, or how the connection ended."""
    try:
        line = sock.recv(65536)
    except TimeoutError:
        return "no answer"
    except OSError:
        return "reset"
    return line.split(b" ")[1].decode() if line.startswith(b"HTTP/1.1 ") else "closed"


def send(server, pieces, *headers, path="/v1/score"):
    """Sends pieces until an answer comes."""
    with server.connect() as sock:
        sock.sendall(server.head(path, *headers))
        try:
            for piece in pieces:
                sock.sendall(piece)
        except OSError:
            pass
        return status(sock)


def chunks(pieces):
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def many_connections(server):
    """10,000 connections that say nothing."""
    open_ones, told = [], collections.Counter()
    for _ in range(10_000):
        try:
            sock = socket.create_connection(server.address, timeout=5)
            sock.setblocking(False)
            open_ones.append(sock)
        except OSError:
            told["not connected"] += 1
    waited = server.honest()
    for sock in open_ones:
        try:
            told["503" if sock.recv(4096).startswith(b"HTTP/1.1 503") else "closed"] += 1
        except BlockingIOError:
            told["open"] += 1
        except OSError:
            told["reset"] += 1
        sock.close()
    return told, waited


def slow_headers(server):
    """500 clients that send a byte a second of their headers."""
    socks = [server.connect() for _ in range(500)]
    ends = time.monotonic() + 15
    alive = socks
    while alive and time.monotonic() < ends:
        still = []
        for sock in alive:
            try:
                sock.sendall(b"G")
                still.append(sock)
            except OSError:
                pass
        alive = still
        time.sleep(1)
    waited = server.honest()
    told = collections.Counter({"given up": len(socks) - len(alive), "open": len(alive)})
    [sock.close() for sock in socks]
    return told, waited


def slow_bodies(server):
    """400 clients that promise 8 MB and send a little."""
    socks = [server.connect() for _ in range(400)]
    for sock in socks:
        sock.sendall(server.head("/v1/score", "content-length: 8000000") + b"x")
    waited = server.honest()
    told = collections.Counter(status(sock) for sock in socks)
    [sock.close() for sock in socks]
    return told, waited


def never_read(server):
    """100 clients that ask for evidence and never read it."""
    body = b'{"text":"' + b"We must go there now, a clerk said. " * 3000 + b'"}'
    socks = []
    for _ in range(100):
        sock = server.connect()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.sendall(server.head("/v1/explain", f"content-length: {len(body)}") + body)
        socks.append(sock)
    time.sleep(5)
    waited = server.honest()
    [sock.close() for sock in socks]
    return collections.Counter(sent=len(socks)), waited


def one(answer):
    return collections.Counter([answer])


def gigabyte(server):
    """1 GB with its length told, and 1 GB in chunks."""
    piece = b"x" * (1 << 20)
    told = one(send(server, (piece for _ in range(1024)), f"content-length: {1 << 30}"))
    told += one(send(server, chunks(piece for _ in range(1024)), "transfer-encoding: chunked"))
    return told, server.honest()


def bombs(server):
    """1 GB of spaces in gzip, and the same as a stream of lines."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6) as file:
        for _ in range(1024):
            file.write(b" " * (1 << 20))
    body = packed.getvalue()
    told = one(send(server, [body], "content-encoding: gzip", f"content-length: {len(body)}"))
    head = server.head("/v1/articles", "content-encoding: gzip", f"content-length: {len(body)}", "connection: close")
    with server.connect() as sock:
        sock.sendall(head.replace(b"application/json", b"application/jsonl") + body)
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
        told[f"a stream: {answer.split(b' ')[1].decode()}, {answer.count(b'too large') + answer.count(b'larger')} line refused"] += 1
    return told, server.honest()


def nonsense(server):
    """Bad UTF-8, deep JSON, a million fields, TLS, random bytes."""
    bodies = [b'{"text":"\xff\xfe"}', b'{"paragraphs":' + b"[" * 5_000_000, b"{" + b'"a":1,' * 1_000_000 + b'"b":1}', b"\x00" * 1000]
    told = collections.Counter(send(server, [body], f"content-length: {len(body)}") for body in bodies)
    for raw in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"\xff" * 5000 + b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with server.connect() as sock:
            sock.sendall(raw)
            told[status(sock)] += 1
    return told, server.honest()


def long_texts(server):
    """The longest texts that are taken: words, letters without a space, short paragraphs, marks, markup."""
    told = collections.Counter()
    for pattern in ("We must go there now. ", "x", "We must go there now.\\n\\n", "\\u201c", "<p>", "- a\\n", ". ", "\\u0301"):
        body = b'{"text":"' + (pattern * (8_000_000 // len(pattern.encode()))).encode() + b'"}'
        told[send(server, [body], f"content-length: {len(body)}")] += 1
    return told, server.honest()


def main():
    oped = sys.argv[1]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
    failed = False
    every = (many_connections, slow_headers, slow_bodies, never_read, gigabyte, bombs, nonsense, long_texts)
    for attack in [attack for attack in every if not sys.argv[2:] or attack.__name__ in sys.argv[2:]]:
        server = Server(oped)
        told, waited = attack(server)
        code = server.stop()
        most = MOST_OF_LONG_TEXTS if attack is long_texts else MOST_MEMORY
        is_fine = waited is not None and server.most < most and code == 0
        failed |= not is_fine
        shown = ", ".join(f"{answer}: {count}" for answer, count in sorted(told.items()))
        honest = "never" if waited is None else f"{1000 * waited:.0f} ms"
        print(f"{'ok  ' if is_fine else 'FAIL'} {attack.__doc__} {shown}; honest client {honest}; {server.most:.0f} MB at most; exit {code}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
