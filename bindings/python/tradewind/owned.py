"""Who owns what of the library's objects, and in which order they are freed.

What borrows another object has to be freed before it: a result before its world, everything before its context. Python
cannot promise that by itself: of objects that form a ring, as an exception and its frames do, it takes any first. So
who holds whom is kept here, where the collector of garbage never finds a ring: a node for each object, by its address,
with those who hold it; the last who lets go frees it, and then what it held itself.
"""
import threading

from ._library import ffi

lock = threading.RLock()  # of the collector's finalizers, too, which may come amid any step of the thread that holds it
nodes = {}  # address -> Node; of one address there is one object as long as somebody holds it


class Node:
    """An object of the library. free: what frees it, None: it is a part of another, which it holds."""

    __slots__ = ("address", "pointer", "free", "holds", "holders")

    def __init__(self, address, pointer, free, kept):
        self.address, self.pointer, self.free, self.holders = address, pointer, free, set()
        self.holds = [Holder(c if isinstance(c, Node) else node_of(c)) for c in kept]


class Holder:
    """Somebody who holds a node; end() lets go."""

    __slots__ = ("node",)

    def __init__(self, node):
        self.node = node
        node.holders.add(self)

    def end(self, c=None):
        node = self.node
        with lock:
            node.holders.discard(self)
            if node.holders or nodes.get(node.address) is not node:
                return
            del nodes[node.address]
        if node.free is not None:
            node.free(node.pointer)
        for holder in node.holds:
            holder.end()


def node_of(c):
    return nodes[int(ffi.cast("uintptr_t", c))]


def own(pointer, free, *kept):
    """The pointer as an object of Python that keeps `kept` (other such objects, or their nodes) until it is freed by free(pointer)."""
    address = int(ffi.cast("uintptr_t", pointer))
    with lock:
        holder = None
        while holder is None or nodes.get(address) is not holder.node:  # a collection may have ended the node that was found
            node = nodes.get(address)
            if node is None:
                node = nodes[address] = Node(address, pointer, free, kept)
            holder = Holder(node)
    return ffi.gc(pointer, holder.end)


def borrowed(pointer, owner):
    """A pointer into what the owner has, as an object of Python that keeps the owner."""
    return own(pointer, None, owner)
