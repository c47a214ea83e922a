package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
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
	Currency string // of the client's programs
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
	slugs, currency := map[string][]string{}, map[string]string{}
	var clients []string
	for _, p := range s.Site.Programs() {
		client := p.Brand
		if slugs[client] == nil {
			clients = append(clients, client)
		}
		slugs[client], currency[client] = append(slugs[client], p.Slug), p.Currency
	}
	slices.Sort(clients)
	var list []clientReport
	for _, client := range clients {
		report, err := s.Work.Report(ctx, slugs[client])
		if err != nil {
			return nil, err
		}
		if report.Pieces > 0 {
			list = append(list, clientReport{Client: client, Currency: currency[client], Programs: len(slugs[client]), Report: report})
		}
	}
	return list, nil
}

// reportsTable is the same for a spreadsheet, one line a client and reason.
func (s *Server) reportsTable(w http.ResponseWriter, r *http.Request, v visit) error {
	list, err := s.clientReports(r.Context(), v)
	if err != nil {
		return err
	}
	lines := [][]string{{"client", "reason", "new_asks", "agreed", "fee", "currency", "days", "in_brief", "requests", "disputes", "upheld", "our_days_late"}}
	line := func(cells ...string) { lines = append(lines, cells) }
	for _, c := range list {
		line(c.Client, "all", strconv.Itoa(c.New), strconv.Itoa(c.Taken), strconv.Itoa(c.Fee), c.Currency, strconv.Itoa(c.Days),
			strconv.Itoa(c.InBrief), strconv.Itoa(c.Requests), strconv.Itoa(c.Disputes), strconv.Itoa(c.Upheld), strconv.Itoa(c.Late))
		for _, reason := range c.Reasons {
			line(c.Client, reason.Words, strconv.Itoa(reason.Asks), strconv.Itoa(reason.Taken), strconv.Itoa(reason.Fee), c.Currency,
				strconv.Itoa(reason.Days), "", "", "", "", "")
		}
	}
	return s.sendTable(w, "changes.csv", lines)
}
