#!/usr/bin/python3
"""Prints HCOS's events as CloudEvents 1.0, one JSON per line: cloudevents.py [PATTERN] [COUNT]."""
import json
import os
import sys

import pika

EXCHANGE = "hcos-events"


def main():
    pattern = sys.argv[1] if len(sys.argv) > 1 else "#"
    left = int(sys.argv[2]) if len(sys.argv) > 2 else -1
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["HCOS_OUTSIDE_RABBITMQ"]))
    channel = connection.channel()
    queue = f"outside-cloudevents-{os.getpid()}"
    channel.queue_declare(queue, exclusive=True, auto_delete=True, arguments={"x-max-length": 10_000})
    channel.queue_bind(queue, EXCHANGE, routing_key=pattern)
    print("listening", file=sys.stderr, flush=True)
    for method, properties, body in channel.consume(queue):
        event = json.loads(body)
        assert properties.content_type == "application/cloudevents+json" and event["specversion"] == "1.0"
        print(json.dumps(event), flush=True)
        channel.basic_ack(method.delivery_tag)
        left -= 1
        if left == 0:
            break
    connection.close()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
