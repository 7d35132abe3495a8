"""The engine of Qdrant (its own, from the wheel qdrant-edge-py) behind as much of its REST interface as its client asks here.

    python3 qdrant-edge.py DIR PORT

Points, vectors, payloads, filters, pages, counts, indexes and neighbours are the engine's. Names of collections and aliases are kept
here, because the engine is one collection and knows neither.
"""

import json
import re
import shutil
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote
from uuid import UUID

import qdrant_edge as edge

DIR, PORT = Path(sys.argv[1]), int(sys.argv[2])
LOCK = Lock()
collections = {}  # by name: what it was made from, and its engine
aliases = {}  # the collection that each stands for
made = 0


class Refused(Exception):
    def __init__(self, status, error):
        super().__init__(error)
        self.status = status


def make(name, asked):
    global made
    if name in collections:
        raise Refused(409, f"Wrong input: Collection `{name}` already exists!")
    made += 1
    vectors = asked["vectors"]
    one = lambda each: edge.EdgeVectorParams(each["size"], getattr(edge.Distance, each["distance"]))
    params = one(vectors) if "size" in vectors else {key: one(each) for key, each in vectors.items()}
    shard = edge.EdgeShard.create(str(DIR / str(made)), edge.EdgeConfig(vectors=params))
    collections[name] = {"vectors": vectors, "shard": shard, "dir": DIR / str(made)}
    return True


def drop(name):
    found = collections.pop(name, None)
    if found is None:
        return False
    for alias in [alias for alias, of in aliases.items() if of == name]:
        del aliases[alias]
    found["shard"].close()
    shutil.rmtree(found["dir"], ignore_errors=True)
    return True


def rename(asked):
    for action in asked["actions"]:
        if "create_alias" in action:
            target = action["create_alias"]["collection_name"]
            found_in(target)
            aliases[action["create_alias"]["alias_name"]] = target
        if "delete_alias" in action:
            aliases.pop(action["delete_alias"]["alias_name"], None)
    return True


def found_in(name):
    found = collections.get(aliases.get(name, name))
    if found is None:
        raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
    return found


def point_id(id):
    if isinstance(id, int):
        return id
    try:
        return UUID(id)
    except ValueError:
        raise Refused(400, f"Format error in JSON body: value {id} is not a valid point ID, valid values are either an unsigned integer or a UUID")


def filter_of(asked):
    if not asked.get("filter"):
        return None
    match = lambda m: edge.MatchAny(m["any"]) if "any" in m else edge.MatchValue(m["value"])
    return edge.Filter(must=[edge.FieldCondition(each["key"], match=match(each["match"])) for each in asked["filter"]["must"]])


def shown(point):
    said = {"id": point.id if isinstance(point.id, int) else str(point.id), "payload": point.payload}
    if point.vector is not None:
        said["vector"] = point.vector
    if hasattr(point, "score"):
        said["score"] = point.score
    return said


def about(found):
    info = found["shard"].info()
    indexes = {str(key): {"data_type": str(each.data_type).split(".")[-1].lower()} for key, each in info.payload_schema.items()}
    return {
        "status": "green",
        "points_count": info.points_count,
        "config": {"params": {"vectors": found["vectors"]}},
        "payload_schema": indexes,
    }


def scroll(shard, asked):
    offset = asked.get("offset")
    page, after = shard.scroll(
        edge.ScrollRequest(
            offset=None if offset is None else point_id(offset),
            limit=asked.get("limit", 10),
            filter=filter_of(asked),
            with_payload=asked.get("with_payload", True),
            with_vector=asked.get("with_vector", False),
        )
    )
    return {"points": [shown(each) for each in page], "next_page_offset": after if after is None or isinstance(after, int) else str(after)}


def query(shard, asked):
    wanted = edge.QueryRequest(
        limit=asked.get("limit", 10),
        query=edge.Query.Nearest(asked["query"]),
        filter=filter_of(asked),
        with_payload=asked.get("with_payload", False),
    )
    return {"points": [shown(each) for each in shard.query(wanted)]}


def upsert(shard, asked):
    points = [edge.Point(point_id(each["id"]), each["vector"], each.get("payload")) for each in asked["points"]]
    shard.update(edge.UpdateOperation.upsert_points(points))
    return DONE


def delete(shard, asked):
    shard.update(edge.UpdateOperation.delete_points([point_id(each) for each in asked["points"]]))
    return DONE


def index(shard, asked):
    kind = getattr(edge.PayloadSchemaType, asked["field_schema"].capitalize())
    shard.update(edge.UpdateOperation.create_field_index(asked["field_name"], kind))
    return DONE


DONE = {"operation_id": 1, "status": "completed"}


def answer(method, path, asked):
    if (method, path) == ("POST", "/collections/aliases"):
        return rename(asked)
    name, rest = re.fullmatch(r"/collections/([^/]+)(/.*)?", path).groups()
    name = unquote(name)
    if rest is None and method == "PUT":
        return make(name, asked)
    if rest is None and method == "DELETE":
        return drop(name)
    found = found_in(name)
    shard = found["shard"]
    match method, rest:
        case "GET", None:
            return about(found)
        case "GET", "/aliases":
            return {"aliases": [{"alias_name": alias, "collection_name": of} for alias, of in aliases.items() if of == name]}
        case "PUT", "/index":
            return index(shard, asked)
        case "POST", "/points/count":
            return {"count": shard.count(edge.CountRequest(exact=True, filter=filter_of(asked)))}
        case "POST", "/points":
            ids = [point_id(each) for each in asked["ids"]]
            return [shown(each) for each in shard.retrieve(ids, asked.get("with_payload", True), asked.get("with_vector", False))]
        case "PUT", "/points":
            return upsert(shard, asked)
        case "POST", "/points/delete":
            return delete(shard, asked)
        case "POST", "/points/scroll":
            return scroll(shard, asked)
        case "POST", "/points/query":
            return query(shard, asked)
    raise Refused(404, f"{method} {rest} is not known here")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self):
        length = int(self.headers.get("content-length") or 0)
        asked = json.loads(self.rfile.read(length) or b"{}")
        try:
            with LOCK:
                status, body = 200, {"result": answer(self.command, self.path.split("?")[0], asked), "status": "ok", "time": 0}
        except Refused as error:
            status, body = error.status, {"status": {"error": str(error)}, "time": 0}
        except Exception as error:
            status, body = 400, {"status": {"error": f"Wrong input: {error}"}, "time": 0}
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_PUT = do_POST = do_DELETE = handle_any

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
