# git's configuration names this file: a hook of hookkit in the hooks folder does the work instead.
is_in_folder && exit 0
