package theme

import "strconv"

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
	case "ready", "open", "deciding", "running", "completed":
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
