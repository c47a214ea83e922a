package brief

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
)

// address finds what reads as a web address, also without https://.
var address = regexp.MustCompile(`(^|[\s(“"])((?:https?://)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:/[^\s”"<>]*)?)`)

// addressesIn returns the web addresses in a text. Without https:// it takes a
// page or one of the hosts to tell an address from a missing space.
func addressesIn(text string, hosts []string) []string {
	var found []string
	for _, m := range address.FindAllStringSubmatch(text, -1) {
		a := strings.TrimRight(m[2], ".,;:!?)’")
		if !strings.Contains(a, "/") && !slices.Contains(hosts, strings.ToLower(a)) {
			continue
		}
		if a = agency.TidyAddress(a); agency.WebAddress(a) {
			found = append(found, a)
		}
	}
	return found
}

// maxLinks is how many addresses are asked at most.
const maxLinks = 20

// askFor is how long all of them together may take to answer: somebody waits for
// a page. What does not by then is a warning.
const askFor = 6 * time.Second

// checkLinks demands that links answer. What nobody can tell is a warning.
func (l *lint) checkLinks(ctx context.Context, links LinkChecker) {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	asked := map[string]bool{}
	for _, c := range l.brief.Clauses {
		list := addressesIn(c.Text, l.brief.Hosts)
		if c.Rule != nil {
			list = append(list, agency.TidyAddress(c.Rule.Link))
		}
		for _, a := range list {
			if asked[a] || !agency.WebAddress(a) {
				continue
			}
			if asked[a] = true; len(asked) > maxLinks {
				l.warn("clauses", fmt.Sprintf("There are more than %d links. The others were not looked at", maxLinks))
				return
			}
			ok, known := false, false
			if links != nil {
				ok, known = links.Answers(ctx, a)
			}
			switch {
			case !known:
				l.warn(c.field(), "Nobody could tell whether "+a+" answers. Open it yourself")
			case !ok:
				l.fault(c.field(), "There is no page at "+a)
			}
		}
	}
}
