"""Who owns what of the library's objects, and in which order they are freed.

What borrows another object has to be freed before it: a result before its world, everything before its context. Python
cannot promise that by itself: of objects that form a ring, as an exception and its frames do, it takes any first. So
who holds whom is kept here, where the collector of garbage never finds a ring: a node for each object, by its address,
with those who hold it; the last who lets go frees it, and then what it held itself.
"""
from ._library import ffi

nodes = {}  # address -> Node; of one address there is one object as long as somebody holds it


class Node:
    """An object of the library. free: what frees it, None: it is a part of another, which it holds."""

    __slots__ = ("address", "pointer", "free", "holds", "holders")

    def __init__(self, address, pointer, free, kept):
        self.address, self.pointer, self.free, self.holders = address, pointer, free, set()
        self.holds = [Holder(c if isinstance(c, Node) else node_of(c)) for c in kept]


class Holder:
    """Somebody who holds a node; end() lets go. The set is changed by single operations, which threads may do at once."""

    __slots__ = ("node",)

    def __init__(self, node):
        self.node = node
        node.holders.add(self)

    def end(self, c=None):
        node = self.node
        node.holders.discard(self)
        if node.holders or nodes.pop(node.address, None) is None:
            return
        if node.free is not None:
            node.free(node.pointer)
        for holder in node.holds:
            holder.end()


def node_of(c):
    return nodes[int(ffi.cast("uintptr_t", c))]


def own(pointer, free, *kept):
    """The pointer as an object of Python that keeps `kept` (other such objects, or their nodes) until it is freed by free(pointer)."""
    address = int(ffi.cast("uintptr_t", pointer))
    node = nodes.get(address)
    if node is None:
        node = nodes[address] = Node(address, pointer, free, kept)
    return ffi.gc(pointer, Holder(node).end)


def borrowed(pointer, owner):
    """A pointer into what the owner has, as an object of Python that keeps the owner."""
    return own(pointer, None, owner)
