"""python3 client.py API UPSTREAM: what a user of toxiproxy-python 0.1.1 does; prints what it saw, a line for each step."""
import json
import socket
import sys
import time

from toxiproxy import Toxiproxy

EVERY_TOXIC = [
    ("latency", {"latency": 5, "jitter": 2}),
    ("bandwidth", {"rate": 1000}),
    ("slow_close", {"delay": 10}),
    ("timeout", {"timeout": 500}),
    ("reset_peer", {"timeout": 10}),
    ("slicer", {"average_size": 100, "size_variation": 10, "delay": 10}),
    ("limit_data", {"bytes": 1000}),
]


def said(step, value):
    print("%s: %s" % (step, json.dumps(value, sort_keys=True)), flush=True)


def refused(step, act):
    try:
        act()
        said(step, "nothing was wrong")
    except Exception as error:
        text = error.args[0].decode().strip() if error.args and isinstance(error.args[0], bytes) else str(error)
        said(step, [type(error).__name__, text])


def echo(listen):
    host, port = listen.rsplit(":", 1)
    started = time.monotonic()
    try:
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(b"hello")
            heard = connection.recv(100).decode()
    except ConnectionRefusedError:
        return "refused"
    return [heard, "slow" if time.monotonic() - started >= 0.3 else "at once"]


def shown(proxy):
    return {name: getattr(proxy, name) for name in ("name", "upstream", "enabled")}


def toxics(proxy):
    return {name: vars(toxic) for name, toxic in proxy.toxics().items()}


host, port = sys.argv[1].replace("http://", "").split(":")
upstream = sys.argv[2]
server = Toxiproxy()
server.update_api_consumer(host, int(port))

said("running", server.running())
said("version", server.version().decode())
orders = server.create(upstream, "orders", enabled=True)
said("created", shown(orders))
refused("created twice", lambda: server.create(upstream, "orders"))
said("echo", echo(orders.listen))
orders.add_toxic(type="latency", attributes={"latency": 300})
said("slowed down", toxics(orders))
said("echo", echo(orders.listen))
said("destroyed", orders.destroy_toxic("latency_downstream"))
said("echo", echo(orders.listen))
refused("destroyed twice", lambda: orders.destroy_toxic("latency_downstream"))
for kind, attributes in EVERY_TOXIC:
    orders.add_toxic(type=kind, stream="upstream", toxicity=0.5, attributes=attributes)
said("every toxic", toxics(orders))
refused("an unknown toxic", lambda: orders.add_toxic(type="rain"))
refused("a wrong stream", lambda: orders.add_toxic(type="latency", stream="sideways"))
said("reset", server.reset())
said("after the reset", toxics(orders))
with orders.down():
    said("down", [echo(orders.listen), server.get_proxy("orders").enabled])
said("up again", echo(orders.listen))
said("populated", [shown(proxy) for proxy in server.populate([{"name": "db", "upstream": upstream, "listen": "127.0.0.1:0"}])])
said("all", sorted(server.proxies()))
said("nobody", server.get_proxy("nobody"))
server.destroy_all()
said("none", sorted(server.proxies()))
