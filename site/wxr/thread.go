package wxr

import "strings"

// thread sets whom each comment answers. One whose parent is not carried
// answers the first above it that is; one that answers itself, by whatever way
// round, begins a thread.
func (im *importer) thread(it *item, kept []*record) {
	above := make(map[string]string, len(it.raw.Comments)) // of every comment, carried or not
	for _, raw := range it.raw.Comments {
		if id := strings.TrimSpace(raw.ID); above[id] == "" {
			above[id] = strings.TrimSpace(raw.Parent)
		}
	}
	byID := make(map[string]*record, len(kept))
	for _, r := range kept {
		byID[strings.TrimSpace(r.raw.ID)] = r
	}
	cut, moved := breakCircles(kept, above), 0
	for _, r := range kept {
		parent := above[strings.TrimSpace(r.raw.ID)]
		found := carriedAbove(parent, above, byID)
		if found != byID[parent] || found == nil && parent != "" && parent != "0" {
			moved++
		}
		if found != nil && found != r {
			r.Parent = found.ID
		}
	}
	if cut > 0 {
		im.note(it, plural(cut, "circle")+" of comments that answer each other", "nothing: the oldest begins the thread")
	}
	if moved > 0 {
		im.note(it, plural(moved, "comment")+" answered one that is not carried", "nothing: they stand where that one stood")
	}
}

// carriedAbove walks up to the first comment that is carried, and shortens the
// way for those that come after.
func carriedAbove(at string, above map[string]string, byID map[string]*record) *record {
	var path []string
	for at != "" && at != "0" && byID[at] == nil {
		path = append(path, at)
		at = above[at]
	}
	for _, skipped := range path {
		above[skipped] = at
	}
	return byID[at]
}

// breakCircles takes the parent from the oldest comment of each circle. kept
// is in order of time.
func breakCircles(kept []*record, above map[string]string) int {
	cut := 0
	walked := make(map[string]int, len(above)) // by which walk a comment was met
	for walk, r := range kept {
		at := strings.TrimSpace(r.raw.ID)
		for at != "" && at != "0" && walked[at] == 0 {
			walked[at] = walk + 1
			at = above[at]
		}
		if at != "" && at != "0" && walked[at] == walk+1 {
			above[oldest(at, above)] = "0"
			cut++
		}
	}
	return cut
}

// oldest is the comment of a circle with the lowest number.
func oldest(at string, above map[string]string) string {
	first := at
	for next := above[at]; next != at; next = above[next] {
		if number(next) < number(first) {
			first = next
		}
	}
	return first
}
