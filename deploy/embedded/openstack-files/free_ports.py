"""Print the first of ten consecutive ports that nobody listens on now."""
import random
import socket

while True:
    base = random.randrange(20000, 30000, 10)
    taken = [socket.socket() for _ in range(10)]
    try:
        for number, each in enumerate(taken):
            each.bind(('127.0.0.1', base + number))
    except OSError:
        continue
    finally:
        for each in taken:
            each.close()
    print(base)
    break
