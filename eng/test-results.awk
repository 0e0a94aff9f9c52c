# Reads one test project's results (TRX), prints its line and the details of its failures, and adds to the files
# TOTALS (passed failed skipped), FAILURES (a name a line) and SKIPS (a reason a line).
# CODE is the runner's exit code, LOG_FILE what it wrote: both matter only where the results do not tell of a failure.

function attribute(line, key,    rest) {
  rest = line
  if (!sub(".* " key "=\"", "", rest)) { return "" }
  sub(/".*/, "", rest)
  return plain(rest)
}

function plain(text) {
  gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#x[AD];/, "", text); gsub(/&amp;/, "\\&", text)
  return text
}

function conclude() {
  if (outcome == "Passed") { passed++ }
  else if (outcome == "NotExecuted") { skipped++; print message >> skips }
  else if (outcome != "") { failed++; print test >> failures; details = details "  " test "\n" shown }
  outcome = ""
}

/<UnitTestResult / {
  test = attribute($0, "testName")
  outcome = attribute($0, "outcome")
  message = shown = ""
  if (/\/>[ \t\r]*$/) { conclude() }
  next
}
/<\/UnitTestResult>/ { conclude(); next }
/<(Message|StackTrace|StdOut|StdErr)>/ { part = $0; sub(/>.*/, "", part); sub(/.*</, "", part); sub(/.*<(Message|StackTrace|StdOut|StdErr)>/, "") }
part != "" && outcome != "" {
  ends = sub("</" part ">.*", "")
  text = plain($0)
  if (part == "Message") { message = message (message == "" ? "" : " ") text }
  shown = shown "      " text "\n"
  if (ends) { part = "" }
}
END {
  if (code != 0 && failed == 0) {
    failed++
    print name ": the test run broke off" >> failures
    while ((getline line < log_file) > 0) { details = details "      " line "\n" }
  }
  printf "%-28s %4d passed, %d failed, %d skipped  (%d s)\n", name, passed, failed, skipped, seconds
  printf "%s", details
  printf "%d %d %d\n", passed, failed, skipped >> totals
}
