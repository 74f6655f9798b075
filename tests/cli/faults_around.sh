# What is around the program goes wrong: databases that are damaged, cut, empty or may not be written, a full disk, others
# that write at the same time, standard input and output that are closed or go away.
. "$SOURCE/tests/cli/harness.sh"
. "$SOURCE/tests/faults/facts.sh"

run 0 "$GENERATE" --out weeks --seed 7 --weeks 3 --per-day 60 --flavours ps51-en-us,extended,ps7-json
rm weeks/truth.json
printf 'Received,SenderAddress,RecipientAddress,Status\nx,a@b.example,c@d.example,Delivered\n' >weeks/rejects.csv
msgtrace 3 import --db whole.db weeks
facts whole.db >whole

# Every command that prints something about a database.
cat >commands <<'EOT'
query overview
query domains --format csv
query messages --limit 0 --json
report weekly
report weekly --format html
status
status --json
rejects
doctor
trace client-00201-example@gmail.com
sql SELECT*FROM`v1_delivery --format csv
sql SELECT*FROM`v1_event --json
codes
providers
manual
query --list
--help
import --help
EOT
mapfile -t commands <commands
words_of() { read -ra words <<<"${1//\`/ }"; [ "${words[0]}" != sql ] || words=(sql "${words[1]} ${words[2]}" "${words[@]:3}"); }

# It ended by itself with a sentence, or with none when all went well.
ended() { # WHAT
    case $got in 0) ;; 1 | 2 | 3) grep -qaE '^msgtrace: [^ ].{8,}[^ .]$' err || broken "$1: no sentence" ;; *) broken "$1: ended with $got" ;; esac
    ! grep -qaiE 'assert|no such (table|column)|unknown error|not an error|\(null\)|Sanitizer' err || broken "$1: says so"
}

# Another program holds the database; msgtrace waits some seconds for it, so this runs beside the rest.
cp whole.db held.db
mkfifo hold
sqlite3 held.db <hold >hold.out 2>&1 &
holder=$!
exec 9>hold
echo "BEGIN EXCLUSIVE; SELECT 'held';" >&9
until grep -q held hold.out; do sleep 0.05; done
for command in "import weeks" "query overview" "report weekly" "doctor --rebuild" "status"; do
    name=${command%% *}
    {
        # shellcheck disable=SC2086
        "$MSGTRACE" $command --db held.db >"held.$name.out" 2>"held.$name.err" </dev/null
        echo $? >"held.$name.status"
    } &
done

claims "a reader that goes away, an output that is closed, a full one: a failure, a sentence, no crash"
for line in "${commands[@]}"; do
    words_of "$line"
    case ${words[0]} in --help | manual | codes | providers | import) database=() ;; *) database=(--db whole.db) ;; esac
    [ "$line" != "query --list" ] || database=()
    (
        trap '' PIPE
        { "$MSGTRACE" "${words[@]}" "${database[@]}" 2>err; echo $? >status; } | true
    )
    got=$(cat status)
    [ "$got" -le 1 ] || broken "'$line' ended with $got when its reader went away"
    [ "$got" -eq 0 ] || ended "$line"
    "$MSGTRACE" "${words[@]}" "${database[@]}" >/dev/full 2>err </dev/null
    got=$?
    [ "$got" -eq 1 ] || broken "'$line' ended with $got with a full disk behind it"
    ended "$line"
    "$MSGTRACE" "${words[@]}" "${database[@]}" 2>err </dev/null >&-
    got=$?
    [ "$got" -eq 1 ] || broken "'$line' ended with $got without an output"
    ended "$line"
done

claims "closed descriptors are not given to files"
run 1 bash -c '"$MSGTRACE" import --db closed.db - <&-'
complains "standard input"
[ ! -e closed.db ] || is "$(value closed.db 'SELECT count(*) FROM export')" 0
cp -p "$SOURCE/fixtures/archives/two-exports.zip" .
rm -f closed.db
bash -c '"$MSGTRACE" import --db closed.db two-exports.zip weeks <&- >&- 2>&-'
msgtrace 3 import --db open.db two-exports.zip weeks
facts closed.db >found
facts open.db >wanted
same wanted found

claims "a database that was cut anywhere is refused and left as it is"
size=$(wc -c <whole.db)
for cut in 17 99 100 4096 16384 20000 $((size / 3)) $((size / 2)) $((size - 16384)) $((size - 1)); do
    head -c "$cut" whole.db >cut.db
    cp cut.db cut.copy
    for command in "import --db cut.db two-exports.zip" "status --db cut.db" "query domains --db cut.db" "doctor --db cut.db"; do
        # shellcheck disable=SC2086
        "$MSGTRACE" $command >out 2>err </dev/null
        got=$?
        [ "$got" -eq 1 ] || broken "'$command' ended with $got after $cut bytes of $size"
        ended "$command after $cut bytes"
        cmp -s cut.copy cut.db || broken "'$command' changed a database of $cut bytes of $size"
    done
done

claims "an empty file becomes a database, and is none before"
: >empty.db
msgtrace 1 status --db empty.db
complains "empty"
msgtrace 3 import --db empty.db weeks
facts empty.db >found
same whole found

claims "a page that was overwritten is never a crash, and no import says that all is well with a torn database"
pages=$((size / 16384))
for round in $(seq 1 "${MSGTRACE_DAMAGES:-12}"); do
    cp whole.db torn.db
    chance $((pages - 1))
    dd if=/dev/urandom of=torn.db bs=16384 seek="$drawn" count=1 conv=notrunc 2>dd.err
    for command in "query overview" "query messages --limit 0" "report weekly" "doctor" "status" "import two-exports.zip" "doctor --rebuild"; do
        # shellcheck disable=SC2086
        "$MSGTRACE" $command --db torn.db >out 2>err </dev/null
        got=$?
        ended "$command with page $drawn of noise (round $round)"
    done
done

claims "what may not be written is left alone, in a sentence"
as_nobody() { # COMMAND...: as a user without rights on anything here
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
mkdir locked
cp whole.db locked/t.db
cp -p two-exports.zip locked
chmod 755 . locked
chmod 644 locked/* "$work"/whole.db
chmod 555 locked
as_nobody test -r locked/t.db || broken "nobody cannot come here"
export ASAN_OPTIONS=detect_leaks=0
for command in "import locked/two-exports.zip" "doctor --rebuild" "purge --yes --before 2027-01-01" "providers --reset"; do
    # shellcheck disable=SC2086
    as_nobody "$MSGTRACE" $command --db locked/t.db >out 2>err </dev/null
    got=$?
    [ "$got" -eq 1 ] || broken "'$command' ended with $got in a folder that is write-protected"
    ended "$command"
    as_nobody "$MSGTRACE" $command --db locked/other.db >out 2>err </dev/null
    got=$?
    [ "$got" -eq 1 ] || broken "'$command' ended with $got where no file can be made"
    ended "$command"
done
same whole.db locked/t.db
as_nobody "$MSGTRACE" query domains --db locked/t.db --json >found 2>err </dev/null || broken "cannot read what may be read"
msgtrace 0 query domains --db whole.db --json
same out found
chmod 755 locked

claims "a folder that cannot be read is not an empty one"
mkdir -p parts/closed parts/open
cp -p weeks/*W42* parts/closed
cp -p weeks/*W44* parts/open
chmod 000 parts/closed
mkdir out.d && chmod 777 out.d
as_nobody "$MSGTRACE" import --db out.d/t.db parts/closed >out 2>err </dev/null
is $? 1
as_nobody "$MSGTRACE" import --db out.d/t.db 'parts/*/*' >out 2>err </dev/null
is $? 1
complains "parts/*/*"
chmod 755 parts/closed
ln -s nowhere parts/open/away.csv
msgtrace 3 import --db out.d/u.db parts/open
complains "away.csv"

claims "a full disk undoes what did not fit, and the next import with room has it all"
if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=1m tmpfs small 2>/dev/null; then
    trap 'umount "$work/small" 2>/dev/null; rm -rf "$work"' EXIT
    for kilobytes in 200 320 400 520 640 800; do
        rm -f small/*
        mount -o remount,size=${kilobytes}k small
        "$MSGTRACE" import --db small/t.db weeks >out 2>err </dev/null
        got=$?
        ended "import with $kilobytes KiB of room"
        [ "$got" -ne 0 ] || cmp -s <(facts small/t.db) whole || broken "ended well with $kilobytes KiB and has not all"
        [ ! -s small/t.db ] || [ "$(value small/t.db "SELECT count(*) FROM sqlite_schema WHERE name = 'v1_import'")" = 0 ] ||
            is "$(flaws small/t.db)" ""
        mount -o remount,size=20m small
        "$MSGTRACE" import --db small/t.db weeks >out 2>err </dev/null
        got=$?
        case $got in 0 | 3) ;; *) broken "ended with $got with 20 MiB of room" ;; esac
        facts small/t.db >found
        same whole found
    done
    # Where archives are unpacked is another place, which can be full as well.
    umount small
fi

claims "a database that another program holds is said to be in use, and is left as it is"
wait $(jobs -p | grep -vx "$holder")
for status in held.*.status; do
    name=${status%.status}
    got=$(cat "$status")
    cp "$name.err" err
    [ "$got" -eq 1 ] || broken "'${name#held.}' ended with $got"
    complains "in use by another"
done
echo "ROLLBACK;" >&9
exec 9>&-
wait "$holder"
same whole.db held.db

claims "several imports at once into one database lose nothing"
# Many small exports, so that the others get in between; their own times, so that the order cannot matter.
mkdir pieces dealt
"$DEAL" csv 1 12 dealt <weeks/*W42*.csv >dealt.list
for piece in dealt/*; do mv "$piece" "pieces/summary.${piece#dealt/}.csv"; done
for file in weeks/MTDetail*; do iconv -f utf-16le -t utf-8 "$file"; done >text
"$DEAL" csv 1 12 dealt <text >dealt.list
for piece in dealt/*; do mv "$piece" "pieces/events.${piece#dealt/}.csv"; done
msgtrace 0 import --db pieces.db pieces
facts pieces.db >pieces.facts
for round in $(seq 1 "${MSGTRACE_RACES:-4}"); do
    rm -f race.db race.db-journal
    for racer in 1 2 3; do
        for piece in pieces/*; do chance 1000000; echo "$drawn $piece"; done | sort -n | cut -d ' ' -f 2 >race.$racer.names
        chance 1000000 # the loop above has drawn in a shell of its own
        {
            xargs "$MSGTRACE" import --db race.db <race.$racer.names >race.$racer.out 2>race.$racer.err
            echo $? >race.$racer.status
        } &
    done
    wait
    for racer in 1 2 3; do
        cp "race.$racer.err" err
        # xargs ends with 123 when what it runs ends with anything from 1 to 125.
        case $(cat race.$racer.status) in
            0) ;;
            123) grep -q "in use by another msgtrace" err || broken "round $round: a racer failed" ;;
            *) broken "round $round: a racer ended with $(cat race.$racer.status)" ;;
        esac
    done
    is "$(flaws race.db)" ""
    cat race.?.status | tr '\n' ' ' >all
    [ "$(cat all)" != "0 0 0 " ] || is "$(value race.db 'SELECT count(*) FROM export')" "$(ls pieces | wc -l)"
    msgtrace 0 import --db race.db pieces
    facts race.db >found
    same pieces.facts found
done
