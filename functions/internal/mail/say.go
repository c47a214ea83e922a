package mail

import (
	"fmt"
	"strings"

	"greenroom/functions/internal/submission"
)

// say are the functions that letters have besides those of every template.
func say() map[string]any {
	return map[string]any{
		"quote": quote, "line": line, "hello": hello, "count": count, "Count": upperCount,
		"days": days, "when": when, "offer": offer, "asked": asked, "part": part,
	}
}

// days is a number of days: "one day", "two days", "21 days".
func days(n int) string {
	if n == 1 {
		return "one day"
	}
	return count(n) + " days"
}

// when is a day that is so many days away.
func when(days int) string {
	switch {
	case days <= 0:
		return "today"
	case days == 1:
		return "tomorrow"
	}
	return "in " + count(days) + " days"
}

// offer is what a new ask comes with: "$45 and 2 more days". A fee without
// anything but zeros is none.
func offer(fee string, days int) string {
	if !strings.ContainsAny(fee, "123456789") {
		fee = "no fee"
	}
	switch {
	case days <= 0:
		return fee
	case days == 1:
		return fee + " and 1 more day"
	}
	return fmt.Sprintf("%s and %d more days", fee, days)
}

// asked is what an item asks for, where and why.
func asked(i submission.AskedFor) string {
	words := i.What
	if i.Where != "" {
		words += "\nWhere: " + i.Where
	}
	if i.Why != "" {
		words += "\nWhy: " + i.Why
	}
	return words
}
