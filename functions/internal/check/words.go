package check

import (
	"fmt"
	"strings"
)

// mentions is K6, one finding for each entry.
func mentions(r reading, rule Rule) []Finding {
	var findings []Finding
	for _, entry := range rule.Words {
		f := Finding{Check: Mention, Hard: rule.Hard, Result: Unknown, Say: r.unread, Offset: -1}
		if r.unread == "" {
			f.Result, f.Say = Fail, fmt.Sprintf("“%s” is missing. Put it in as it is written here.", wanted(entry))
			for _, one := range alternatives(Mention, entry) {
				p := newPhrase(one)
				if places := p.find(r.words); len(places) > 0 {
					from, to := p.span(r.words, places[0])
					f.Result, f.Say = Pass, "It is there."
					f.Evidence, f.Offset = r.quote(from, to), from
					break
				}
			}
		}
		findings = append(findings, f)
	}
	return findings
}

func wanted(entry string) string {
	var parts []string
	for _, one := range alternatives(Mention, entry) {
		parts = append(parts, strings.TrimSpace(one))
	}
	return strings.Join(parts, "” or “")
}

// keptOut is K7: one finding for each entry that is there, or one that none is.
func keptOut(r reading, entries []string) []Finding {
	if r.unread != "" {
		return []Finding{{Check: MustNot, Result: Unknown, Say: r.unread, Offset: -1}}
	}
	var findings []Finding
	seen := lookAlikes(r.words)
	for _, entry := range entries {
		p := newPhrase(entry)
		places := p.find(seen)
		if len(places) == 0 {
			continue
		}
		from, to := p.span(seen, places[0])
		say := fmt.Sprintf("The brief asks to keep “%s” out. Take it out, or write why it is meant otherwise here.", entry)
		if len(places) > 1 {
			say = fmt.Sprintf("The brief asks to keep “%s” out; it is there %d times. Take it out, or write why it is meant otherwise.", entry, len(places))
		}
		findings = append(findings, Finding{Check: MustNot, Result: Fail, Say: say, Evidence: r.inContext(from, to), Offset: from})
	}
	if len(findings) == 0 {
		findings = []Finding{{Check: MustNot, Result: Pass, Say: "None of the words to keep out is there.", Offset: -1}}
	}
	return findings
}

// span is where a phrase that begins at a word stands in the text.
func (p phrase) span(ws []word, i int) (from, to int) { return ws[i].start, ws[i+len(p)-1].end }
