"""Times one Python tool on standard input and prints its seconds, start and imports left out."""

import sys
import time

tool = sys.argv[1]
data = sys.stdin.buffer.read()

if tool == "opencc":
    from opencc import OpenCC

    text, convert = data.decode(), OpenCC("t2s").convert
elif tool == "ftfy":
    from ftfy import fix_text as convert

    text = data.decode()
elif tool == "charset-normalizer":
    from charset_normalizer import from_bytes

    text, convert = data, lambda data: str(from_bytes(data).best())
else:
    sys.exit(f"no tool named {tool}")

start = time.perf_counter()
result = convert(text)
seconds = time.perf_counter() - start
assert result
print(seconds)
