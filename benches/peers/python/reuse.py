"""Near-duplicates by one Python tool: JSONL on standard input; the seconds, then a cluster's number a document.

Shingles are the five-character runs of the text without white space. Start and imports are left out of the time,
reading JSON is not.
"""

import sys
import time

tool = sys.argv[1]

if tool == "datasketch":
    from datasketch import MinHash, MinHashLSH
elif tool == "rensa":
    from rensa import RMinHash, RMinHashLSH
else:
    sys.exit(f"no tool named {tool}")

import json

data = sys.stdin.buffer.read().splitlines()


def shingles(line):
    text = "".join(json.loads(line)["text"].split())
    return {text[i : i + 5] for i in range(max(len(text) - 4, 1))}


class Sets:
    def __init__(self, n):
        self.up = list(range(n))

    def find(self, u):
        while self.up[u] != u:
            self.up[u] = u = self.up[self.up[u]]
        return u

    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        self.up[max(a, b)] = min(a, b)


def datasketch():
    index, sets = MinHashLSH(params=(25, 5), num_perm=125), Sets(len(data))
    for n, line in enumerate(data):
        sketch = MinHash(num_perm=125)
        sketch.update_batch([s.encode() for s in shingles(line)])
        for other in index.query(sketch):
            sets.join(int(other), n)
        index.insert(str(n), sketch)
    return sets


def rensa():
    """The candidates of its index, verified on the shingles themselves, as its documentation has it."""
    index, sets, held = RMinHashLSH(0.5, 128, 32), Sets(len(data)), []
    for n, line in enumerate(data):
        own = shingles(line)
        held.append(own)
        sketch = RMinHash(128, 42)
        sketch.update(list(own))
        for other in index.query(sketch):
            if sets.find(other) != sets.find(n):
                shared = len(own & held[other])
                if shared >= 0.5 * (len(own) + len(held[other]) - shared):
                    sets.join(other, n)
        index.insert(n, sketch)
    return sets


start = time.process_time()
sets = {"datasketch": datasketch, "rensa": rensa}[tool]()
print(time.process_time() - start)
print(" ".join(str(sets.find(n)) for n in range(len(data))))
