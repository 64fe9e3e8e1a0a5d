# This is for all clones of a person: nothing happens where nothing is configured for hookkit.
all_clones=''
[ -n "$previous" ] || may_be_wanted || exit 0
