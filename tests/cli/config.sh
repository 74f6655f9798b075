# Settings that hold once and for all: a file, over it the environment, over both what stands on the command line.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 3 --per-day 60 --weeks 2
rm -f weeks/truth.json
msgtrace 0 import --db g.db weeks
mkdir -p home/.config/msgtrace xdg/msgtrace
cat >xdg/msgtrace/config <<'TEXT'
# what holds for all commands
zone = Europe/Madrid
db = "g.db"

[report]
lang = es
TEXT
with() { env -u MSGTRACE_CONFIG XDG_CONFIG_HOME="$PWD/xdg" "$@"; }

claims "the file names database and zone, and its sections hold for their command alone"
run 0 with "$MSGTRACE" query overview
says "Times are in Europe/Madrid."
run 0 with "$MSGTRACE" report weekly
says "Las horas están en Europe/Madrid."

claims "the environment wins over the file, and a flag over both"
run 0 with env MSGTRACE_ZONE=UTC MSGTRACE_LANG=en "$MSGTRACE" report weekly
says "Times are in UTC."
run 0 with env MSGTRACE_ZONE=UTC "$MSGTRACE" query overview --zone Asia/Tokyo
says "Times are in Asia/Tokyo."
run 0 with env MSGTRACE_LANG=en "$MSGTRACE" report weekly --lang es
says "Las horas"

claims "the zone of reports is not the one in which files were written"
run 0 with env MSGTRACE_ZONE=Asia/Tokyo "$MSGTRACE" import --db other.db weeks
is "$(value other.db 'SELECT group_concat(received_us) FROM (SELECT received_us FROM v1_delivery ORDER BY 1)')" \
    "$(value g.db 'SELECT group_concat(received_us) FROM (SELECT received_us FROM v1_delivery ORDER BY 1)')"

claims "config says what is set and where"
run 0 with env MSGTRACE_ZONE=UTC "$MSGTRACE" config
says "xdg/msgtrace/config"
says "zone     UTC  (MSGTRACE_ZONE)"
says "db       g.db  (line 3 of the file)"
says "[report] lang = es  (line 6 of the file)"
run 0 with "$MSGTRACE" config --path
is "$(cat out)" "$PWD/xdg/msgtrace/config"

claims "without XDG_CONFIG_HOME it is looked for in the home folder, and an empty MSGTRACE_CONFIG is none"
cp xdg/msgtrace/config home/.config/msgtrace/config
run 0 env -u MSGTRACE_CONFIG -u XDG_CONFIG_HOME HOME="$PWD/home" "$MSGTRACE" query overview
says "Europe/Madrid"
run 1 env MSGTRACE_CONFIG= HOME="$PWD/home" "$MSGTRACE" query overview
complains "msgtrace.db"

claims "a word that is no setting, a line that is none and a file that is not there are said with their place"
for text in 'zon = UTC' 'zone UTC' 'strict = yes'; do
    printf '# first\n%s\n' "$text" >bad
    run 2 env MSGTRACE_CONFIG=bad "$MSGTRACE" query overview --db g.db
    complains "'bad' line 2"
done
printf '[reprot]\nzone = UTC\n' >bad
run 2 env MSGTRACE_CONFIG=bad "$MSGTRACE" query overview --db g.db
complains "there is no command 'reprot'"
printf 'zone = Nowhere/Town\n' >bad
run 2 env MSGTRACE_CONFIG=bad "$MSGTRACE" query overview --db g.db
complains "Nowhere/Town"
run 2 env MSGTRACE_CONFIG=none "$MSGTRACE" query overview --db g.db
complains "'none'"
printf 'zone UTC\n' >bad
run 0 env MSGTRACE_CONFIG=bad "$MSGTRACE" query --help
run 0 env MSGTRACE_CONFIG=bad "$MSGTRACE" config --path

claims "hostile bytes in the file do no harm"
head -c 70000 /dev/zero >bad
run 2 env MSGTRACE_CONFIG=bad "$MSGTRACE" query overview --db g.db
printf '\xEF\xBB\xBFzone = UTC\r\nlang = es\r\n' >bad
run 0 env MSGTRACE_CONFIG=bad "$MSGTRACE" query overview --db g.db
says "Las horas están en UTC."
