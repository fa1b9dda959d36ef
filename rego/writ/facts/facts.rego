# METADATA
# title: Facts
# description: What settings say of what analyzers found.
package writ.facts

# METADATA
# description: |
#   Whether a table of `data.settings.facts` gives a name this treatment: by the name itself, else by its area
#   (`credential.*`).
treats(table, name, treatment) if {
	table[name] == treatment
} else if {
	not table[name]
	table[area(name)] == treatment
}

# METADATA
# description: Whether a table says anything of a name.
mentions(table, name) if {
	table[name]
} else if {
	table[area(name)]
}

# METADATA
# description: The classes of one file that have this treatment, for the way in which it is touched.
classes_of_file(file, treatment) := {class |
	table := data.settings.facts.files[side(file.access)]
	some class in file.classes
	treats(table, class, treatment)
}

area(name) := concat("", [split(name, ".")[0], ".*"])

side(access) := "read" if {
	access in {"read", "copy"}
} else := "write" if {
	access in {"write", "append", "delete", "move", "permission"}
}
