package theme

import (
	"slices"
	"strconv"
	"strings"
)

func groupID(i int) string { return "page_group_" + strconv.Itoa(i+1) }

func brandLine(c ProgramCard) string {
	if c.Topic == "" {
		return c.Brand
	}
	return c.Brand + " · " + c.Topic
}

// stateClass gives a badge its sign, so that no state is told by colour alone.
func stateClass(state string) string {
	switch state {
	case "ready", "open", "paused", "closed", "deciding", "running", "reporting", "completed", "cancelled", "archived":
		return "state-" + state
	}
	return ""
}

// widest is the largest weight: the bar that fills its row.
func widest(weights []Weight) int {
	most := 1
	for _, w := range weights {
		most = max(most, w.Weight)
	}
	return most
}

func viewBox(width int) string { return "0 0 " + strconv.Itoa(width) + " 1" }

// sum is what the weights come to: 100, or the page says what it is.
func sum(weights []Weight) int {
	total := 0
	for _, w := range weights {
		total += w.Weight
	}
	return total
}

func filterID(i int) string { return "page_filter_" + strconv.Itoa(i+1) }

// filterToken is how a card says that a choice holds for it: "platform:blog",
// or "small-accounts" in a row without a key.
func filterToken(row Filter, choice FilterChoice) string {
	if row.Key == "" || row.Key == choice.Value {
		return choice.Value
	}
	return row.Key + ":" + choice.Value
}

// filtered reports whether a page shows only what one choice lets through.
func filtered(rows []Filter) bool {
	return slices.ContainsFunc(rows, func(row Filter) bool {
		return slices.ContainsFunc(row.Choices, func(c FilterChoice) bool { return c.Current })
	})
}

func spaced(items []string) string { return strings.Join(items, " ") }

func hasConditions(p ProgramPage) bool {
	return p.Rights+p.Exclusivity+p.KeepLive+p.EditRounds+p.KillFee != ""
}
