"""Logs a training to Stepwell: one file, the standard library only, Python 3.8 or newer.

    import stepwell_log

    stepwell_log.init(project="digits", config={"lr": 0.1})
    for step in range(100):
        stepwell_log.log({"loss": 1 / (step + 1)}, step=step)
    stepwell_log.finish()

``import stepwell_log as wandb`` works for these calls. The service is ``STEPWELL_URL`` (http://127.0.0.1:8787 by default);
``STEPWELL_TOKEN`` is its token, if it asks for one.

Logging never raises and never waits for the network: points go to a file in ``.stepwell/`` and from there to the service,
in the background, again and again until they are stored. What is still in the file when a program ends is sent by

    python stepwell_log.py sync
"""

import atexit
import collections
import json
import math
import os
import random
import sys
import threading
import time
import urllib.error
import urllib.request

__all__ = ["init", "log", "finish", "sync", "Run", "KerasCallback", "config", "run"]

DEFAULT_URL = "http://127.0.0.1:8787"
FOLDER = ".stepwell"
# Bounds of the service, with room to spare.
POINTS_PER_BATCH = 5_000
VALUES_PER_BATCH = 20_000
BYTES_PER_BATCH = 1_000_000
MOST_METRICS = 1_000
NAME_LENGTH = 200
TITLE_LENGTH = 200
CONFIG_BYTES = 60_000
CONFIG_DEPTH = 9
# Points in memory before log() waits for the disk, and batches in memory where there is no disk.
MOST_IN_MEMORY = 200_000
MOST_BATCHES = 1_000
# Seconds between batches: soon at first, then so that a day of them stays within the service's limit.
SOON = 1.0
LATER = 5.0
SOON_FOR = 300.0
REQUEST_SECONDS = 20.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
FINISH_SECONDS = 60.0
OFFLINE_SECONDS = 10.0
LARGEST_STEP = 2**53 - 1
RETRIED = {408, 425, 429, 500, 502, 503, 504}

run = None
config = {}


def init(project=None, config=None, name=None, url=None, token=None, dir=None, **_ignored):
    """Begins a run, and returns it. Returns at once: the service is asked in the background.

    project: what the run is one of; name: what tells it from the others; config: a dict of settings (or an object that has
    them as attributes). Other arguments of wandb.init are ignored.
    """
    global run
    if run is not None:
        run.finish()
    run = Run(project, config, name, url, token, dir)
    globals()["config"] = run.config
    return run


def log(values, step=None, commit=True):
    """Logs a dict of numbers. step: a whole number; one more than before by default.

    NaN and infinities are kept. Nested dicts are logged as "outer.inner". Whatever is no number is left out.
    """
    if run is None:
        _warn("init", "log() was called before init(); nothing is logged.")
    else:
        run.log(values, step, commit)


def finish(exit_code=None, timeout=FINISH_SECONDS):
    """Ends the run, and waits until all is sent, at most `timeout` seconds. exit_code: not 0 if the training failed."""
    global run
    if run is not None:
        run.finish(exit_code, timeout)
        run = None


class Config(dict):
    """Settings of a run, as items and as attributes."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value

    def update(self, *others, **more):
        more.pop("allow_val_change", None)
        super().update(*(other if isinstance(other, dict) else vars(other) for other in others), **more)


class Run:
    """A run that is being logged. Made by init()."""

    def __init__(self, project=None, config=None, name=None, url=None, token=None, dir=None):
        self.project = _title(project) or "uncategorized"
        self.name = _title(name)
        self.config = Config()
        self.id = None
        self.url = None
        self._pid = os.getpid()
        self._step = 0
        self._metrics = set()
        self._held = {}
        self._held_step = None
        self._pending = []
        self._wake = threading.Condition()
        self._ending = None
        try:
            self.config.update(config or {})
        except Exception:
            _warn("config", "The config is no dict and has no attributes; it is left out.")
        self._spool = None
        try:
            service = (url or os.environ.get("STEPWELL_URL") or DEFAULT_URL).rstrip("/")
            token = token or os.environ.get("STEPWELL_TOKEN")
            created = {"project": self.project, "name": self.name, "config": _settings(self.config)}
            self._spool = _Spool.create(dir or FOLDER, {"service": service, "create": created})
            self._sender = _Sender(self._spool, token, self._created)
            self._writer = threading.Thread(target=self._write, name="stepwell-writer", daemon=True)
            self._writer.start()
            self._sender.start()
            _open_runs.append(self)
        except Exception as error:
            self._spool = None
            _warn("start", "Logging could not be started, so nothing is logged: %s" % error)

    @property
    def owner_url(self):
        """The link with the edit key: a browser that opens it lists the run and may delete it. None before there is one."""
        made = self._spool.made if self._spool is not None else None
        return None if made is None else "%s#key=%s" % (made["url"], made["key"])

    def log(self, values, step=None, commit=True):
        """Logs a dict of numbers: see log()."""
        try:
            self._log(values, step, commit)
        except Exception as error:
            _warn("log", "Some values could not be logged: %s" % error)

    def finish(self, exit_code=None, timeout=FINISH_SECONDS):
        """Ends the run: see finish()."""
        try:
            self._finish(exit_code, timeout)
        except Exception as error:
            _warn("finish", "The run could not be finished: %s" % error)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_error):
        self.finish(0 if kind is None else 1)

    def _log(self, values, step, commit):
        # A worker that was forked has no threads of this run.
        if self._spool is None or self._ending is not None or os.getpid() != self._pid:
            return
        numbers = {}
        _flatten(values, "", numbers, 0)
        step = self._step_of(step)
        with self._wake:
            if self._held and step is not None and step != self._held_step:
                self._append(self._held_step, self._held)
                self._held = {}
            if not self._held:
                self._held_step = self._step if step is None else step
            self._held = {**self._held, **self._known(numbers)}
            if not commit:
                return
            if self._held:
                self._append(self._held_step, self._held)
            self._step = min(self._held_step + 1, LARGEST_STEP)
            self._held = {}
            # Only a disk that is slower than the training lets it wait, and not for long.
            if len(self._pending) >= MOST_IN_MEMORY:
                self._wake.wait_for(lambda: len(self._pending) < MOST_IN_MEMORY, timeout=1.0)

    def _append(self, step, values):
        self._pending.append((step, values))
        if len(self._pending) == 1 or len(self._pending) % POINTS_PER_BATCH == 0:
            self._wake.notify_all()

    def _step_of(self, step):
        if step is None:
            return None
        try:
            whole = int(step)
        except (TypeError, ValueError, OverflowError):
            whole = None
        fits = whole is not None and abs(whole) <= LARGEST_STEP
        if not fits or whole != step:
            _warn("step", "A step is no whole number that fits; it was rounded or counted on.")
        return whole if fits else None

    def _known(self, numbers):
        if not self._metrics.issuperset(numbers):
            room = MOST_METRICS - len(self._metrics)
            new = [name for name in numbers if name not in self._metrics]
            if len(new) > room:
                _warn("metrics", "A run can have %d metrics; further names are left out." % MOST_METRICS)
                for name in new[max(room, 0) :]:
                    del numbers[name]
            self._metrics.update(new[: max(room, 0)])
        return numbers

    def _write(self):
        """Moves points from memory to the file, a batch at a time."""
        began = time.monotonic()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._pending or self._ending is not None)
                if self._ending is None and len(self._pending) < POINTS_PER_BATCH:
                    pause = SOON if time.monotonic() - began < SOON_FOR else LATER
                    self._wake.wait_for(
                        lambda: len(self._pending) >= POINTS_PER_BATCH or self._ending is not None, timeout=pause
                    )
                points, self._pending = self._pending, []
                ending = self._ending
                self._wake.notify_all()
            try:
                for batch in _batches(points):
                    self._spool.append(batch)
            except Exception as error:
                _warn("write", "Some points could not be written: %s" % error)
            with self._wake:
                if ending is not None and not self._pending:
                    self._spool.end(ending)
                    return

    def _finish(self, exit_code, timeout):
        if self._spool is None or os.getpid() != self._pid:
            return
        with self._wake:
            if self._ending is not None:
                return
            if self._held:
                self._append(self._held_step, self._held)
                self._held = {}
            self._ending = "failed" if exit_code else "finished"
            self._wake.notify_all()
        if self in _open_runs:
            _open_runs.remove(self)
        began = time.monotonic()
        self._writer.join(timeout)
        self._sender.hurry()
        while self._sender.is_alive() and time.monotonic() - began < timeout:
            # There is no use in waiting long for a service that doesn't answer.
            if self._sender.is_offline and time.monotonic() - began > OFFLINE_SECONDS:
                break
            self._sender.join(0.1)
        if self._sender.is_alive() or not self._spool.is_done():
            where = self._spool.path or "memory"
            _say("Not everything is sent. It is kept in %s; send it with: python stepwell_log.py sync" % where)

    def _created(self, made):
        self.id, self.url = made["id"], made["url"]
        _say("Logging to %s" % self.url)


class _Spool:
    """Batches on their way, in a file: a line a batch, as it is sent."""

    def __init__(self, path, head):
        self.path = path
        self.head = head
        self.seq = 0
        self.made = None
        self.ending = None
        self.ended = False
        self._lock = threading.Condition()
        self._file = None
        self._at = 0
        self._lines = collections.deque()
        self._is_removed = False

    @classmethod
    def create(cls, folder, head):
        path = None
        spool = None
        try:
            os.makedirs(folder, exist_ok=True)
            name = "run-%s-%d-%06x.jsonl" % (time.strftime("%Y%m%d-%H%M%S"), os.getpid(), random.SystemRandom().getrandbits(24))
            path = os.path.join(folder, name)
            # The key of the run is in it.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            spool = cls(path, head)
            spool._file = open(path, "r+b", buffering=0)
            spool._file.write(_line(head))
            spool._at = spool._file.tell()
        except OSError as error:
            _warn("folder", "Points are only kept in memory, since %s can't be written: %s" % (folder, error))
            spool = cls(None, head)
        return spool

    @classmethod
    def open(cls, path):
        """Opens what a program left behind. A line that was cut short was never more than asked for."""
        with open(path, "rb") as file:
            data = file.read()
        lines = data[: data.rfind(b"\n") + 1].splitlines()
        spool = cls(path, json.loads(lines[0]))
        for line in lines[1:]:
            entry = json.loads(line)
            if "seq" in entry:
                spool._lines.append(line)
                spool.seq = entry["seq"]
            elif "made" in entry:
                spool.made = entry["made"]
            elif "ending" in entry:
                spool.ending = entry["ending"]
        spool.ended = True
        return spool

    def append(self, points):
        """Adds a batch. points: its points, as JSON."""
        with self._lock:
            if self._file is None and len(self._lines) >= MOST_BATCHES:
                _warn("full", "The service can't be reached and there is no disk to write to: newer points are lost.")
                return
            self.seq += 1
            self._add(b'{"seq":%d,"points":[%s]}' % (self.seq, b",".join(points)), is_batch=True)
            self._lock.notify_all()

    def note(self, entry):
        """Adds something that is no batch."""
        with self._lock:
            self._add(json.dumps(entry).encode(), is_batch=False)

    def _add(self, line, is_batch):
        if self._file is not None:
            try:
                self._file.seek(0, os.SEEK_END)
                end = self._file.tell()
                data = line + b"\n"
                written = self._file.write(data)
                if written != len(data):
                    self._file.truncate(end)
                    raise OSError("no space left")
                return
            except OSError as error:
                _warn("disk", "Further points are only kept in memory: %s" % error)
                self._lines.extend(self._rest())
                self._close()
        if is_batch:
            self._lines.append(line)

    def _rest(self):
        try:
            self._file.seek(self._at)
            data = self._file.read()
            return [line for line in data[: data.rfind(b"\n") + 1].splitlines() if line.startswith(b'{"seq"')]
        except OSError:
            return []

    def next(self):
        """Waits for the next line; None once there is none and there will be none."""
        with self._lock:
            while True:
                line = self._peek()
                if line is not None or self.ended:
                    return line
                self._lock.wait()

    def _peek(self):
        if self._lines:
            return self._lines[0]
        while self._file is not None:
            self._file.seek(self._at)
            line = _read_line(self._file)
            if line is None:
                return None
            if line.startswith(b'{"seq"'):
                return line
            self._at += len(line) + 1
        return None

    def taken(self, line):
        """Lets go of a line that is stored."""
        with self._lock:
            if self._lines:
                self._lines.popleft()
                return
            self._at += len(line) + 1
            self._file.seek(0, os.SEEK_END)
            # An empty spool begins anew, so that it never grows beyond what is on its way.
            if self._at == self._file.tell() and self._at > BYTES_PER_BATCH:
                self._file.truncate(0)
                self._file.seek(0)
                self._file.write(_line(self.head) + (_line({"made": self.made}) if self.made else b""))
                self._at = self._file.tell()

    def end(self, ending):
        with self._lock:
            self.ending = ending
            self._add(json.dumps({"ending": ending}).encode(), is_batch=False)
            self.ended = True
            self._lock.notify_all()

    def is_done(self):
        with self._lock:
            return self._is_removed

    def remove(self):
        """Forgets a spool of which all is stored."""
        with self._lock:
            self._close()
            if self.path is not None:
                try:
                    os.remove(self.path)
                except OSError:
                    pass
            self._is_removed = True

    def _close(self):
        if self._file is not None:
            self._file.close()
            self._file = None


class _Sender(threading.Thread):
    """Sends a spool to the service: every batch until it is stored, in order."""

    def __init__(self, spool, token, created=None, patience=math.inf):
        super().__init__(name="stepwell-sender", daemon=True)
        self.patience = patience
        self.spool = spool
        self.token = token
        self.created = created
        self.gave_up = None
        self.is_offline = False
        self._hurry = threading.Event()

    def run(self):
        try:
            self._run()
        except _Refused as refused:
            self.gave_up = str(refused)
            _warn("refused", "Logging has stopped: %s" % refused)
        except Exception as error:
            self.gave_up = str(error)
            _warn("sender", "Logging has stopped: %s" % error)

    def hurry(self):
        """Ends the pause before the next try."""
        self._hurry.set()

    def _run(self):
        spool = self.spool
        if spool.made is None:
            made = self._ask("/api/logs", json.dumps(spool.head["create"]).encode(), self.token)
            spool.made = {"id": made["id"], "key": made["key"], "url": made["url"]}
            spool.note({"made": spool.made})
        if self.created is not None:
            self.created(spool.made)
        path = "/api/logs/%s" % spool.made["id"]
        while True:
            line = spool.next()
            if line is None:
                break
            self._ask(path + "/points", line, spool.made["key"])
            spool.taken(line)
        if spool.ending is not None:
            self._ask(path + "/finish", json.dumps({"status": spool.ending}).encode(), spool.made["key"])
        spool.remove()

    def _ask(self, path, body, key):
        pause = FIRST_PAUSE
        began = time.monotonic()
        while True:
            wait = pause * (0.5 + random.SystemRandom().random())
            try:
                answer = self._post(path, body, key)
                self.is_offline = False
                return answer
            except urllib.error.HTTPError as error:
                self.is_offline = False
                answer = _error_of(error)
                if error.code not in RETRIED and answer.get("code") != "busy":
                    raise _Refused(answer.get("message") or "the service answered %d" % error.code) from None
                wait = max(wait, _seconds(error.headers.get("Retry-After")))
            except (OSError, ValueError, EOFError, _BadAnswer):
                self.is_offline = True
                _warn("offline", "The service can't be reached; points are kept and sent later.")
            except Exception as error:
                # http.client has errors of its own for answers that break off.
                if not type(error).__module__.startswith("http"):
                    raise
                self.is_offline = True
            if time.monotonic() - began > self.patience:
                raise _Refused("the service didn't answer for %d seconds." % self.patience)
            self._hurry.wait(min(wait, LONGEST_PAUSE * 2))
            self._hurry.clear()
            pause = min(pause * 2, LONGEST_PAUSE)

    def _post(self, path, body, key):
        headers = {"content-type": "application/json", "user-agent": "stepwell_log.py"}
        if key:
            headers["authorization"] = "Bearer %s" % key
        request = urllib.request.Request(self.spool.head["service"] + path, data=body, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as answer:
            try:
                return json.loads(answer.read())
            except ValueError:
                raise _BadAnswer() from None


class _Refused(Exception):
    """The service will never take this."""


class _BadAnswer(Exception):
    """Something else answered, such as a proxy."""


def sync(folder=FOLDER, token=None):
    """Sends what programs that ended have left in a folder. Returns how many runs were sent, and how many weren't."""
    token = token or os.environ.get("STEPWELL_TOKEN")
    sent = kept = 0
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if not name.startswith("run-") or not name.endswith(".jsonl"):
            continue
        path = os.path.join(folder, name)
        if _is_running(name):
            _say("%s belongs to a program that is still running." % path)
            continue
        try:
            sender = _Sender(_Spool.open(path), token, lambda made: _say("Sending to %s" % made["url"]), FINISH_SECONDS)
        except (ValueError, IndexError, KeyError, OSError) as error:
            _say("%s can't be read: %s" % (path, error))
            kept += 1
            continue
        sender.run()
        if sender.gave_up is None:
            sent += 1
        else:
            kept += 1
    return sent, kept


class KerasCallback:
    """Logs what Keras tells after each epoch: model.fit(..., callbacks=[KerasCallback()]).

    batches: whether to log each batch, too, as "batch/loss" and so on. Keras is not imported.
    """

    def __init__(self, batches=False):
        self._batches = batches
        self._batch = 0
        self.params = {}
        self.model = None

    def set_params(self, params):
        self.params = params

    def set_model(self, model):
        self.model = model

    def on_epoch_end(self, epoch, logs=None):
        log(dict(logs or {}), step=epoch)

    def _on_batch(self, batch, logs=None):
        log({"batch/%s" % name: value for name, value in (logs or {}).items()}, step=self._batch)
        self._batch += 1

    def __getattr__(self, name):
        # All else that Keras may call. Where no batch is logged, Keras 3 may go on to the next while it tells of the last.
        if name == "on_train_batch_end" and self._batches:
            return self._on_batch
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(name)

    # What the Keras of TensorFlow 2 asks of each callback.
    _supports_tf_logs = False

    def _implements_train_batch_hooks(self):
        return self._batches

    def _implements_test_batch_hooks(self):
        return False

    def _implements_predict_batch_hooks(self):
        return False


def _nothing(*_args, **_more):
    pass


_nothing._is_default = True


def _flatten(values, prefix, numbers, depth):
    for key, value in values.items():
        name = prefix + str(key)
        if isinstance(value, dict):
            if depth < CONFIG_DEPTH:
                _flatten(value, name + ".", numbers, depth + 1)
            continue
        number = _number(value)
        if number is None:
            _warn("value " + name[:NAME_LENGTH], 'Only numbers are logged; "%s" is left out.' % name[:NAME_LENGTH])
            continue
        name = _clean(name)[:NAME_LENGTH]
        if name.strip():
            numbers[name] = number


def _number(value):
    if isinstance(value, (str, bytes)):
        return None
    try:
        # Scalars of NumPy, tensors of one number.
        return float(value.item() if hasattr(value, "item") else value)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return None


def _batches(points):
    """Points as JSON, in lists that fit into one request each."""
    batch, values, size = [], 0, 0
    for step, numbers in points:
        text = json.dumps({"step": step, "values": {k: _finite(v) for k, v in numbers.items()}}, separators=(",", ":"))
        line = text.encode()
        full = len(batch) >= POINTS_PER_BATCH or values + len(numbers) > VALUES_PER_BATCH
        if batch and (full or size + len(line) > BYTES_PER_BATCH):
            yield batch
            batch, values, size = [], 0, 0
        batch.append(line)
        values += len(numbers)
        size += len(line) + 1
    if batch:
        yield batch


def _finite(value):
    if math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) < 1e15 and str(value) != "-0.0" else value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _settings(config):
    """A config as JSON can have it, within the bounds of the service."""
    settings = {}
    size = 2
    for key, value in dict(config).items():
        entry = {_clean(str(key)): _plain(value, 0)}
        size += len(json.dumps(entry))
        if size > CONFIG_BYTES:
            _warn("size", "The config is too large; the rest of it is left out.")
            break
        settings.update(entry)
    return settings


def _plain(value, depth):
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, float):
        return _finite(value)
    if depth < CONFIG_DEPTH and isinstance(value, dict):
        return {_clean(str(key)): _plain(one, depth + 1) for key, one in value.items()}
    if depth < CONFIG_DEPTH and isinstance(value, (list, tuple, set)):
        return [_plain(one, depth + 1) for one in value]
    number = _number(value)
    return _clean(str(value))[:1_000] if number is None else _finite(number)


def _title(text):
    return _clean(str(text)).strip()[:TITLE_LENGTH] if text is not None else ""


def _clean(text):
    """Without control characters and halves of characters."""
    return "".join(c for c in text if c >= " " and not "\x7f" <= c <= "\x9f" and not "\ud800" <= c <= "\udfff")


def _line(entry):
    return json.dumps(entry).encode() + b"\n"


def _read_line(file):
    """The next whole line without its end; None if there is none."""
    parts = []
    while True:
        part = file.read(65_536)
        if not part:
            return None
        end = part.find(b"\n")
        if end >= 0:
            parts.append(part[:end])
            return b"".join(parts)
        parts.append(part)


def _error_of(error):
    try:
        found = json.loads(error.read())["error"]
        return found if isinstance(found, dict) else {}
    except Exception:
        return {}


def _seconds(header):
    try:
        return max(0.0, min(float(header), LONGEST_PAUSE * 2))
    except (TypeError, ValueError):
        return 0.0


def _is_running(name):
    try:
        pid = int(name.split("-")[3])
        if pid == os.getpid():
            return any(open_run._spool.path and open_run._spool.path.endswith(name) for open_run in _open_runs)
        os.kill(pid, 0)
        return True
    except (OSError, ValueError, IndexError):
        return False


_warned = set()
_open_runs = []
_crashed = False


def _warn(kind, words):
    """Says something once."""
    if kind not in _warned and len(_warned) < 1_000:
        _warned.add(kind)
        _say(words)


def _say(words):
    try:
        print("stepwell: %s" % words, file=sys.stderr)
    except Exception:
        pass


def _note_crashes(before):
    def hook(*error):
        global _crashed
        _crashed = True
        before(*error)

    return hook


sys.excepthook = _note_crashes(sys.excepthook)


@atexit.register
def _finish_all():
    for open_run in list(_open_runs):
        open_run.finish(1 if _crashed else 0)


if __name__ == "__main__":
    if len(sys.argv) in (2, 3) and sys.argv[1] == "sync":
        done, left = sync(*sys.argv[2:])
        _say("%d runs were sent, %d were not." % (done, left))
        sys.exit(1 if left else 0)
    _say("usage: python stepwell_log.py sync [FOLDER]")
    sys.exit(2)
