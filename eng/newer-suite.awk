# Of a deb822 file of package sources: each enabled stanza that serves the release CODENAME, rewritten for the suite NEWER,
# into a file TO-N.sources of its own. Everything else of the stanza (addresses, keys, options) stays as it is.

function finish(    file) {
  if (serves && !disabled) {
    file = sprintf("%s-%03d.sources", to, ++count)
    printf "Types: deb\nSuites: %s\nComponents: main\n%s", newer, rest > file
    close(file)
  }
  rest = field = ""
  serves = disabled = 0
}

/^#/ { next }
/^[ \t]*$/ { finish(); next }
/^[^ \t]/ {
  field = tolower($0)
  sub(/[ \t]*:.*/, "", field)
}
field == "types" || field == "components" { next }
field == "suites" {
  line = $0
  sub(/^[^ \t][^:]*:/, "", line)
  n = split(line, words, " ")
  for (i = 1; i <= n; i++) {
    if (words[i] == codename || words[i] == "stable" || words[i] == "oldstable") { serves = 1 }
  }
  next
}
field == "enabled" && tolower($0) ~ /:[ \t]*(no|false|0|off|without|disable)/ { disabled = 1 }
{ rest = rest $0 "\n" }
END { finish() }
