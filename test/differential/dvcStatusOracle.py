"""Changes DVC projects after the real DVC has noted their state, and asks it for `dvc status`. No stage is run: `dvc commit` takes its word.

Reads {"folder", "seed", "projects": [{path: text}]} from standard input: each project is written below the folder, data that its stages name and
that is not there is made up, the state is committed, something is changed, and the project stays there. Prints a JSON list of
{"folder", "changes", "status"}, or {"refused": error} where DVC refuses the project.
"""

import json
import os
import random
import re
import sys

from dvc.repo import Repo


def write(path, data):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def local_paths(repo):
    for stage in repo.index.stages:
        for item in [*stage.deps, *stage.outs]:
            if item.fs_path and item.is_in_repo:
                yield os.path.relpath(item.fs_path, repo.root_dir)


def make_up(repo, rng):
    """Data for every path that is named: a folder where the name has no ending or other paths lie below it."""
    paths = sorted(set(local_paths(repo)))
    for path in paths:
        if os.path.exists(path):
            continue
        if any(other.startswith(path + "/") for other in paths):
            os.makedirs(path, exist_ok=True)
        elif "." not in os.path.basename(path) and rng.random() < 0.6:
            for name in ["a.csv", "b é.txt", "sub/c"][: rng.randint(1, 3)]:
                write(os.path.join(path, name), f"{path} {name}\r\n".encode())
        else:
            write(path, f"{path}\r\n1\n".encode() * rng.randint(1, 4))
    return paths


def files_of(paths, rng):
    found = []
    for path in paths:
        if os.path.isdir(path):
            found += [os.path.join(root, name) for root, _, names in os.walk(path) for name in names]
        elif os.path.exists(path):
            found.append(path)
    rng.shuffle(found)
    return found


def named(pattern):
    found = [os.path.join(root, name) for root, _, names in os.walk(".") for name in names if re.search(pattern, name)]
    return sorted(path for path in found if "/.dvc/" not in path)


def edit(path, pattern, replacement, rng):
    text = read(path).decode("utf-8", "surrogateescape")
    places = list(re.finditer(pattern, text, re.M))
    if not places:
        return False
    place = rng.choice(places)
    made = text[: place.start()] + place.expand(replacement) + text[place.end() :]
    write(path, made.encode("utf-8", "surrogateescape"))
    return True


def change(kind, paths, rng):
    data = files_of(paths, rng)
    if kind in ("same size", "other size", "remove", "touch") and data:
        path = data[0]
        if kind == "remove":
            os.remove(path)
        elif kind == "touch":
            os.utime(path)
        else:
            text = read(path)
            write(path, text + b"+" if kind == "other size" else bytes([text[0] ^ 1 if text else 0]) + text[1:])
        return path
    folders = [path for path in paths if os.path.isdir(path)]
    if kind == "add" and folders:
        write(os.path.join(folders[0], "new", "x.csv"), b"x")
        return folders[0]
    if kind == "ignore" and data:
        write(".dvcignore", f"{os.path.basename(data[0])}\n".encode())
        return data[0]
    files = {
        "param": (r"(?:param|config|const)[^/]*\.(?:ya?ml|json|toml|py)$", r"(?<=[:=] )\d+(\.\d+)?\b", r"7\g<0>"),
        "float": (r"(?:param|config|const)[^/]*\.(?:ya?ml)$", r"(?<=: )\d+$", r"\g<0>.0"),
        "drop param": (r"(?:param|config)[^/]*\.ya?ml$", r"^\s*\w+: [\w.]+\n", ""),
        "command": (r"^dvc\.yaml$", r"(?<=cmd: )[\w./-]+", r"\g<0> -v"),
        "forget stage": (r"^dvc\.lock$", r"^  (\w[\w@.-]*):\n(?=    cmd)", r"  other-\1:\n"),
        "forget": (r"^dvc\.lock$", r"^    - path: .+\n      hash: md5\n      md5: .+\n      size: \d+\n(?:      nfiles: \d+\n)?", ""),
        "legacy": (r"^dvc\.lock$", r"^ +hash: md5\n", ""),
        "sum": (r"\.dvc$", r"\Aouts:\n", "md5: 5d41402abc4b2a76b9719d911017c592\n\\g<0>"),
        "other hash": (r"\.dvc$", r"(?<=md5: )\w", "e"),
        "always kept": (r"\.dvc$", r"\A", "always_changed: true\n"),
        "legacy kept": (r"\.dvc$", r"^ +hash: md5\n|^  hash: md5\n", ""),
        "frozen": (r"^dvc\.yaml$", r"^    cmd: .*$", r"    frozen: true\n\g<0>"),
        "always": (r"^dvc\.yaml$", r"^    cmd: .*$", r"    always_changed: true\n\g<0>"),
    }.get(kind)
    if files:
        for path in named(files[0]):
            if edit(path, *files[1:], rng):
                return path
    cached = [os.path.join(root, name) for root, _, names in os.walk(".dvc/cache") for name in names]
    if kind == "uncache" and cached:
        path = rng.choice(sorted(cached))
        os.remove(path)
        return path
    return None


kinds = ["same size", "other size", "remove", "touch", "add", "ignore", "param", "float", "drop param", "command", "forget stage", "forget", "legacy"]
kinds += ["frozen", "always", "uncache"]
kept_kinds = ["sum", "other hash", "always kept", "legacy kept"]


def status_of(folder, files, rng):
    os.makedirs(folder)
    os.chdir(folder)
    for path, text in files.items():
        write(path, text.encode("utf-8", "surrogatepass"))
    with Repo.init(folder, no_scm=True) as repo:
        paths = make_up(repo, rng)
        repo.commit(force=True)
    count = rng.choice([0, 1, 2, 3, 4])
    pool = [*kinds, *kept_kinds * 3] if any(path.endswith(".dvc") for path in files) else kinds
    chosen = [rng.choice(pool) for _ in range(count)]
    changes = [f"{kind}: {change(kind, paths, rng)}" for kind in chosen]
    with Repo(folder) as repo:
        return {"folder": folder, "changes": changes, "status": repo.status(check_updates=False)}


def main():
    question = json.load(sys.stdin)
    for index, files in enumerate(question["projects"]):
        try:
            yield status_of(os.path.join(question["folder"], str(index)), files, random.Random(f"{question['seed']} {index}"))
        except Exception as error:
            yield {"refused": f"{type(error).__name__}: {error}"}
        os.chdir("/")


# DVC greets on standard output: what it prints goes to standard error.
said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
json.dump(list(main()), said)
said.flush()
