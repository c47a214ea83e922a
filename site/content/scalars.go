package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// dayLayout is how a whole day is written.
const dayLayout = "2006-01-02"

// integer reads a whole number of at least least.
func (f *fields) integer(key string, need bool, least int) int {
	n := f.get(key, need, yaml.ScalarNode, strconv.Itoa(max(least, 1)))
	if n == nil {
		return 0
	}
	value, err := strconv.Atoi(n.Value)
	if err != nil || n.ShortTag() != "!!int" || strings.HasPrefix(n.Value, "+") || value > 1e9 {
		f.fault(n, fmt.Sprintf("key %q must be a whole number", f.within+key), "write digits only, as in "+key+": "+strconv.Itoa(max(least, 1)))
		return 0
	}
	if value < least {
		f.fault(n, fmt.Sprintf("key %q is %d", f.within+key, value), fmt.Sprintf("write %d or more", least))
		return 0
	}
	return value
}

// between reads a whole number of at least least and at most most.
func (f *fields) between(key string, need bool, least, most int) int {
	value := f.integer(key, need, least)
	if value > most {
		f.doc.fault(f.lineAt(key), fmt.Sprintf("key %q is %d", f.within+key, value), fmt.Sprintf("write %d or less", most))
		return 0
	}
	return value
}

// decimal reads a number of at least 0.
func (f *fields) decimal(key string) float64 {
	n := f.get(key, true, yaml.ScalarNode, "0.5")
	if n == nil {
		return 0
	}
	value, err := strconv.ParseFloat(n.Value, 64)
	isNumber := n.ShortTag() == "!!float" || n.ShortTag() == "!!int"
	if err != nil || !isNumber || !(value >= 0 && value < 1e9) {
		f.fault(n, fmt.Sprintf("key %q must be a number", f.within+key), "write it as in "+key+": 0.5")
		return 0
	}
	return value
}

// flag reads true or false; a key that is not there is otherwise.
func (f *fields) flag(key string, otherwise bool) bool {
	n := f.get(key, false, yaml.ScalarNode, "true")
	if n == nil {
		return otherwise
	}
	if n.ShortTag() != "!!bool" {
		f.fault(n, fmt.Sprintf("key %q must be true or false", f.within+key), "write "+key+": true")
		return false
	}
	return strings.EqualFold(n.Value, "true")
}

// day reads a whole day, as its first moment in the site's time zone.
func (f *fields) day(key string, need bool) time.Time {
	n := f.get(key, need, yaml.ScalarNode, "2026-05-01")
	if n == nil {
		return time.Time{}
	}
	t, err := ParseDay(n.Value, f.doc.env.zone)
	if err != nil {
		f.fault(n, fmt.Sprintf("key %q is no date: %q", f.within+key, n.Value), "write "+key+": 2026-05-01")
	}
	return t
}

// days reads a list of dates, each once.
func (f *fields) days(key string) []string {
	n := f.get(key, false, yaml.SequenceNode, "[2026-05-25, 2026-12-25]")
	if n == nil {
		return nil
	}
	var list []string
	for _, item := range n.Content {
		switch _, err := ParseDay(item.Value, f.doc.env.zone); {
		case err != nil || item.Kind != yaml.ScalarNode:
			f.fault(item, fmt.Sprintf("key %q holds no date: %q", f.within+key, item.Value), "write "+key+": [2026-05-25]")
		case slices.Contains(list, item.Value):
			f.fault(item, fmt.Sprintf("key %q holds %s twice", f.within+key, item.Value), "delete one of the two")
		default:
			list = append(list, item.Value)
		}
	}
	return list
}

// moment reads a whole day or an RFC 3339 time.
func (f *fields) moment(key string, need bool) time.Time {
	n := f.get(key, need, yaml.ScalarNode, "2026-05-01")
	if n == nil {
		return time.Time{}
	}
	if t, err := ParseDay(n.Value, f.doc.env.zone); err == nil {
		return t
	}
	t, err := time.Parse(time.RFC3339, n.Value)
	if err != nil || !plausible(t) {
		f.fault(n, fmt.Sprintf("key %q is no date: %q", f.within+key, n.Value), "write "+key+": 2026-05-01, or 2026-05-01T09:30:00-05:00")
		return time.Time{}
	}
	return t.In(f.doc.env.zone)
}

// ParseDay reads a day such as 2026-05-01 as its first moment in zone.
func ParseDay(text string, zone *time.Location) (time.Time, error) {
	civil, err := time.Parse(dayLayout, text)
	if err != nil {
		return time.Time{}, err
	}
	if !plausible(civil) {
		return time.Time{}, fmt.Errorf("year %d is out of range", civil.Year())
	}
	return StartOf(civil, zone), nil
}

func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() <= 2999 }
