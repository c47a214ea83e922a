package sam

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// Passes says whether a mapping hands the record to its function: if one of its
// filters takes it, or if it has none.
func (t Template) Passes(mapping string, r events.DynamoDBEventRecord) bool {
	text, err := json.Marshal(r)
	var record any
	if err != nil || json.Unmarshal(text, &record) != nil {
		panic("a record is not JSON")
	}
	filters := List(t.Properties(mapping), "FilterCriteria", "Filters")
	return len(filters) == 0 || slices.ContainsFunc(filters, func(filter any) bool {
		var pattern any
		return json.Unmarshal([]byte(Str(filter, "Pattern")), &pattern) == nil && passes(pattern, record)
	})
}

// passes is Lambda's filter: every key of the pattern is in the record, and
// one of the values listed there, or a prefix of it, is its value.
func passes(pattern, record any) bool {
	switch p := pattern.(type) {
	case map[string]any:
		in, ok := record.(map[string]any)
		for key := range p {
			ok = ok && passes(p[key], in[key])
		}
		return ok
	case []any:
		s, ok := record.(string)
		return ok && slices.ContainsFunc(p, func(one any) bool {
			prefix, is := At(one, "prefix").(string)
			return one == s || is && strings.HasPrefix(s, prefix)
		})
	}
	return false
}
