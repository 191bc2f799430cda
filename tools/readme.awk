# README.md with the output of its blocks made anew: awk -v program=build/tradewind -f tools/readme.awk README.md.
# A block that opens with "```text WORDS" holds what `tradewind WORDS` prints.
/^```text / {
  print
  command = program substr($0, 8)
  while ((command | getline line) > 0) print line
  close(command)
  inside = 1
  next
}
/^```/ { inside = 0 }
!inside
