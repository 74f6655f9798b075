# Sourced behind tests/cli/harness.sh and facts.sh: runs msgtrace with one fault (failing.c) and says whether the program
# kept its promises. FAILING is the library. Faults need a program without sanitizers.

if [ ! -x "$PLAIN" ] || [ ! -f "$FAILING" ]; then
    echo "There is no program without sanitizers here: nothing is tested."
    exit 77
fi

# ---- one run -------------------------------------------------------------------------------------------------------

# Leaves the answer in out, complaints in err, the status in $got, and whether the fault came about in $struck.
strike() { # FAULT COMMAND...
    fault=$1
    shift
    rm -f counts
    {
        MSGTRACE_FAULT=$fault MSGTRACE_FAULT_COUNTS=$PWD/counts MALLOC_PERTURB_=165 LD_PRELOAD=$FAILING \
            "$@" >out 2>err </dev/null
    } 2>/dev/null # where the shell says that it was killed
    got=$?
    struck=1
    [ ! -f counts ] || [ "$(head -n 1 counts)" = "struck 1" ] || struck=0
}

calls() { awk -v kind="$1" '$1 == kind { print $2 }' "$2"; }
places() { awk -v kind="$1" '$1 == kind { print $3 }' "$2"; }

# A fault of that kind and way at a random call, or at the first call from a random place, of the run counted in FILE.
# Sets $fault; fails when the run makes no such call.
draw_fault() { # FILE KIND HOW
    most=$(calls "$2" "$1")
    [ "$most" -gt 0 ] || return 1
    chance 3
    if [ "$drawn" -eq 1 ]; then
        chance "$most"
        fault="$2 $drawn $3"
    else
        chance "$(places "$2" "$1")"
        fault="$2 @$drawn $3"
    fi
}

# What everybody knows that it means trouble in the program and not around it.
slips='unknown error|not an error|logic error|bad parameter|constraint failed|no such (table|column|module|function)'
slips="$slips|\\(null\\)|assert|Segmentation|Abort|terminated|smashing|corrupted|free\\(\\)|malloc\\(\\)|system error"

# It ended by itself; a failure says what the trouble is in a sentence, a success says nothing.
speaks() {
    case $got in
        0) [ ! -s err ] || broken "[$fault] ended well and complained" ;;
        3) ;;
        1 | 130) [ -s err ] || broken "[$fault] ended with $got without a word" ;;
        *) broken "[$fault] ended with $got" ;;
    esac
    [ ! -s err ] || ! grep -qvaE '^msgtrace: [^ ].{8,}[^ .]$' err || broken "[$fault] says no sentence"
    ! grep -qaiE "$slips" err || broken "[$fault] speaks of the program and not of the trouble"
}
