"""Times JioNLP on the lines of standard input, in its second pass over them, and prints the seconds of the processor."""

import contextlib
import logging
import sys
import time

if sys.argv[1] != "jionlp":
    sys.exit(f"no tool named {sys.argv[1]}")

with contextlib.redirect_stdout(sys.stderr):
    import jionlp

    logging.disable(logging.CRITICAL)


def extract(line):
    money = jionlp.ner.extract_money(line, with_parsing=True)
    times = jionlp.ner.extract_time(line, with_parsing=True)
    return len(money) + len(times)


lines = [line for line in sys.stdin.buffer.read().decode().split("\n") if line.strip()]
with contextlib.redirect_stdout(sys.stderr):
    found = sum(extract(line) for line in lines)
    start = time.process_time()
    again = sum(extract(line) for line in lines)
    seconds = time.process_time() - start
assert found == again > 0
print(seconds)
