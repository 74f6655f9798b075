# The command line itself: help, usage errors, exit statuses, what goes where.
. "$SOURCE/tests/cli/harness.sh"

commands="import status query findings report ticket trace explain sql rejects merge purge doctor providers codes check config completions manual"

claims "help goes to standard output and ends with 0"
msgtrace 0 --help
says "Commands:"
is_silent
cp out help
msgtrace 0
same out help
for command in $commands; do
    grep -q "^  $command " help || broken "the help does not name '$command'"
    msgtrace 0 "$command" --help
    says "Examples:"
    says "--db FILE"
    cp out one
    msgtrace 0 help "$command"
    same out one
done

claims "the version is one line"
msgtrace 0 --version
is "$(wc -l <out)" 1

claims "a wrong word is a usage error with a suggestion"
msgtrace 2 imprt x.csv
complains "did you mean 'import'"
msgtrace 2 import --date-ordr dmy x.csv
complains "did you mean --date-order"
msgtrace 2 import --date-order
complains "--date-order needs a value"
msgtrace 2 import --strict=yes x.csv
complains "takes no value"
msgtrace 2 import
complains "name the files to import"
msgtrace 2 query provders
complains "providers"
msgtrace 2 report wekly
complains "weekly"

claims "colours are for terminals, unless somebody wants them everywhere or nowhere"
msgtrace 0 explain 5.4.300
! grep -q "$(printf '\033')" out || broken "a file has colours"
msgtrace 0 explain 5.4.300 --color always
grep -q "$(printf '\033')" out || broken "there are no colours"
msgtrace 0 explain 5.4.300 --color never
! grep -q "$(printf '\033')" out || broken "there are colours"
msgtrace 2 explain 5.4.300 --color sometimes
complains "'auto', 'always' or 'never'"

claims "long options are never abbreviated"
msgtrace 2 import --stri x.csv

claims "questions to a database that is not there say what to do"
msgtrace 1 status --db none.db
complains "none.db"
complains "msgtrace import"
[ ! -e none.db ] || broken "asking made a database"

claims "these are all commands there are"
is "$(sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' help | tr '\n' ' ')" "$commands "

claims "the manual page is well-formed and names every command"
msgtrace 0 manual
grep -q '^\.TH MSGTRACE 1' out || broken "no title line"
for command in $commands; do
    grep -q "^\.SS msgtrace $command" out || broken "the manual does not describe '$command'"
done
