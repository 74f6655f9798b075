# What reply codes mean: msgtrace codes and msgtrace explain, with and without a database.
. "$SOURCE/tests/cli/harness.sh"

tab=$(printf '\t')

claims "the shipped table is shown without a database, and none is made"
msgtrace 0 codes
is_silent
is "$(awk -F"$tab" 'NF != 8' out | wc -l)" 0
is "$(awk -F"$tab" '$8 != "shipped"' out | wc -l)" 0
says "5.7.606-5.7.649"
[ ! -e msgtrace.db ] || broken "looking made a database"

claims "the innermost reply is explained, and what stands around it"
msgtrace 0 explain '550 5.4.300 Message expired -> 451 4.4.400 Error communicating with frontend host or destination host. -> 421 4.4.2 Connection dropped due to SocketError'
is_silent
says "connection"
says "may help: the trouble is temporary"
says "the recipient's mail administrator"
says "5.4.300"
says "4.4.2"
says "gave up when the time was over"
[ ! -e msgtrace.db ] || broken "explaining made a database"

claims "the servers that a text names are shown"
msgtrace 0 explain "3/10/2024 10:33:39 AM - Server at mx.northwind.example (203.0.113.72) returned '421 4.4.2 Connection dropped due to ConnectionReset'"
says "mx.northwind.example"
says "203.0.113.72"

claims "words of the shell are one text"
msgtrace 0 explain 421 4.4.2 Connection dropped due to SocketError
cp out many
msgtrace 0 explain '421 4.4.2 Connection dropped due to SocketError'
same many out

claims "a text can come from standard input"
printf '421 4.4.2 Connection dropped due to SocketError\r\n' | "$MSGTRACE" explain - >piped 2>err || broken "reading standard input failed"
same piped out

claims "a code alone shows all it can mean"
msgtrace 0 explain 4.2.1
says "unable to connect"
says "throttle"

claims "a code that nobody knows is said to be unknown, with what its numbers say"
msgtrace 0 explain 550 5.4.777
says "Not known"
says "permanent (5.x.x), about network and routing"
says "msgtrace codes --add"

claims "programs get keys, not words"
msgtrace 0 explain --json '450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error SocketError]'
says '"class":"tls","permanence":"temporary","actor":"recipient_admin"'
says '"outer_code":"4.4.317"'

claims "nothing to explain is a usage error"
msgtrace 2 explain
complains "give a code or a text"
msgtrace 2 explain '  '
msgtrace 2 codes 4.4.2
complains "msgtrace explain"
msgtrace 2 codes --add a --add b
msgtrace 2 codes --add a --reset

claims "what is in a text cannot command a terminal"
msgtrace 0 explain "$(printf '550 5.7.1 \033[31mred')"
! grep -q "$(printf '\033')" out || broken "an escape got through"

claims "lines of the user's count first, stay, and say what they changed"
"$MSGTRACE" codes --reset >/dev/null 2>err || broken "no database could be made"
sqlite3 msgtrace.db "INSERT INTO reason (outer_reply, outer_code, reply, code, text, expired, housekeeping, class,
    permanence, actor) VALUES (0, '', 598, '5.9.9', 'never heard', 0, 0, 0, 2, 0)"
printf '# mine\n5.9.9\t\tpolicy\tpermanent\tsender_admin\tOur own gateway says this.\n' >mine.tsv
msgtrace 0 codes --add mine.tsv
is "$(cat out)" "1 line added; 1 reason has another class now"
is "$(value msgtrace.db 'SELECT class, permanence, actor FROM reason')" "6|2|2"
msgtrace 0 codes
is "$(head -n 1 out)" "5.9.9$tab${tab}policy${tab}permanent${tab}sender_admin${tab}Our own gateway says this.$tab${tab}user"
msgtrace 0 explain 5.9.9
says "Our own gateway says this."
is_sound msgtrace.db

claims "what is printed can be loaded again"
msgtrace 0 codes
cp out printed.tsv
msgtrace 0 codes --add printed.tsv
is "$(cat out)" "1 line added; 0 reasons have another class now"
msgtrace 0 codes
same printed.tsv out

claims "a bad line is named, and nothing is changed"
printf '4.4.2\t\tdns\treply\tnobody\tText\n4.4.2\t\tweather\treply\tnobody\tText\n' >bad.tsv
msgtrace 1 codes --add bad.tsv
complains "'bad.tsv' line 2"
msgtrace 0 codes
same printed.tsv out
msgtrace 1 codes --add none.tsv
complains "none.tsv"

claims "without lines of the user's the shipped ones hold again"
msgtrace 0 codes --reset
is "$(cat out)" "1 line removed; 1 reason has another class now"
is "$(value msgtrace.db 'SELECT class FROM reason')" 0

claims "a database that cannot be read is no hindrance, unless it was named"
echo "no database" >other.db
msgtrace 1 explain --db other.db 4.4.2
complains "other.db"
MSGTRACE_DB=other.db msgtrace 0 explain 4.4.2
says "Lines of your own were not read"
msgtrace 1 explain --db none.db 4.4.2
complains "none.db"
