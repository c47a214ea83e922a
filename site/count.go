package main

import (
	"strconv"
	"strings"
)

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return thousands(int64(n)) + " " + word + "s"
}

// orNo is plural with a word for none.
func orNo(n int, word string) string {
	if n == 0 {
		return "no " + word + "s"
	}
	return plural(n, word)
}

func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(d)
	}
	return out.String()
}

// maxNamed is how many files a line names.
const maxNamed = 3

// shortList names a few of many files.
func shortList(names []string) string {
	if more := len(names) - maxNamed; more > 0 {
		return strings.Join(names[:maxNamed], ", ") + " and " + thousands(int64(more)) + " more"
	}
	return strings.Join(names, ", ")
}
