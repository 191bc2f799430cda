#!/bin/sh
# The rules of the tree hold: tree.sh SOURCE. tools/check_tree.sh says what they are.
exec "$1/tools/check_tree.sh" "$1"
