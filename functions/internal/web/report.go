package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

func (s *Server) reportRoutes() []Route {
	const on = "desk"
	return []Route{
		{on, http.MethodGet, "/desk/reports/{$}", StaffOnly, s.reports},
		{on, http.MethodGet, "/desk/reports/changes.csv", StaffOnly, s.reportsTable},
	}
}

// clientReport is what was changed for one client, and why.
type clientReport struct {
	Client   string
	Programs int
	submission.Report
}

// reports are for who runs programs: what was asked for beyond the brief, by
// client.
func (s *Server) reports(w http.ResponseWriter, r *http.Request, v visit) error {
	list, err := s.clientReports(r.Context(), v)
	if err != nil {
		return err
	}
	s.page(w, r, http.StatusOK, page{title: "What changed, and why"}, reportsView(list))
	return nil
}

func (s *Server) clientReports(ctx context.Context, v visit) ([]clientReport, error) {
	if !program.MayRun(v.person.Actor()) {
		return nil, agency.Forbidden("Only project managers read reports about clients.")
	}
	slugs := map[string][]string{}
	var clients []string
	for _, p := range s.Site.Programs() {
		client := p.Brand
		if slugs[client] == nil {
			clients = append(clients, client)
		}
		slugs[client] = append(slugs[client], p.Slug)
	}
	slices.Sort(clients)
	var list []clientReport
	for _, client := range clients {
		report, err := s.Work.Report(ctx, slugs[client])
		if err != nil {
			return nil, err
		}
		if report.Pieces > 0 {
			list = append(list, clientReport{Client: client, Programs: len(slugs[client]), Report: report})
		}
	}
	return list, nil
}

// reportsTable is the same for a spreadsheet, one line a client, reason and
// currency. What is counted stands in the first of several currencies, so that
// every column can be summed.
func (s *Server) reportsTable(w http.ResponseWriter, r *http.Request, v visit) error {
	list, err := s.clientReports(r.Context(), v)
	if err != nil {
		return err
	}
	lines := [][]string{{"client", "reason", "new_asks", "agreed", "fee", "currency", "days", "in_brief", "requests", "disputes", "upheld", "our_days_late"}}
	add := func(client, reason string, fees []submission.Sum, asks, taken, days int, more ...string) {
		lines = append(lines, append([]string{client, reason, strconv.Itoa(asks), strconv.Itoa(taken), "0", "", strconv.Itoa(days)}, more...))
		for i, sum := range fees {
			if i > 0 {
				lines = append(lines, append([]string{client, reason, "", "", "", "", ""}, make([]string, len(more))...))
			}
			last := lines[len(lines)-1]
			last[4], last[5] = strconv.Itoa(sum.Amount), sum.Currency
		}
	}
	for _, c := range list {
		add(c.Client, "all", c.Fees, c.New, c.Taken, c.Days, strconv.Itoa(c.InBrief), strconv.Itoa(c.Requests), strconv.Itoa(c.Disputes),
			strconv.Itoa(c.Upheld), strconv.Itoa(c.Late))
		for _, reason := range c.Reasons {
			add(c.Client, reason.Words, reason.Fees, reason.Asks, reason.Taken, reason.Days, "", "", "", "", "")
		}
	}
	return s.sendTable(w, "changes.csv", lines)
}

// sums are amounts in words, each in its currency.
func sums(list []submission.Sum) string {
	words := make([]string, len(list))
	for i, sum := range list {
		words[i] = content.Money(sum.Amount, sum.Currency)
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, " and ")
}
