package web

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
)

// byAge orders applications by when they came in.
func byAge(list []ranked) {
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Compare(a.Application.ID, b.Application.ID) })
}

// exportApplications is a program's applications as a table for a spreadsheet:
// those that the viewer has scored or stood aside for. The others have no name
// in it.
func (s *Server) exportApplications(w http.ResponseWriter, r *http.Request, v visit) error {
	actor := v.person.Actor()
	if !program.MayRun(actor) {
		return agency.Forbidden("Only project managers may export applications.")
	}
	p, err := s.programOf(r, v)
	if err != nil {
		return err
	}
	panel, err := s.Vetting.Panel(r.Context(), s.Applications, p)
	if err != nil {
		return err
	}
	lines := [][]string{{"application", "state", "sent", "hear_by", "reviews", "median", "name", "channel", "angle"}}
	for _, summary := range panel.Summaries {
		a := summary.Application
		if summary.ClosedTo(actor.ID) {
			continue
		}
		line := []string{a.ID, string(a.State), a.SubmittedAt.UTC().Format("2006-01-02T15:04:05Z"), a.HearBy.UTC().Format("2006-01-02T15:04:05Z"),
			strconv.Itoa(summary.Counted), "", "", "", ""}
		if summary.ShownTo(actor.ID) {
			if err := s.reveals(r, a, line); err != nil {
				return err
			}
			line[5] = points(summary.Median)
		}
		lines = append(lines, line)
	}
	return s.sendTable(w, p.Slug+"-applications.csv", lines)
}

func (s *Server) reveals(r *http.Request, a application.Application, line []string) error {
	who, err := s.Applications.Who(r.Context(), a)
	if err != nil {
		return err
	}
	answers, err := s.Applications.Answers(r.Context(), a)
	line[6], line[7], line[8] = who.Name, who.Channel, answers.Angle
	return err
}

// sendTable sends lines as CSV (RFC 4180) that no spreadsheet takes for a
// formula.
func (s *Server) sendTable(w http.ResponseWriter, name string, lines [][]string) error {
	var out bytes.Buffer
	table := csv.NewWriter(&out)
	table.UseCRLF = true
	for _, line := range lines {
		for i := range line {
			line[i] = harmless(line[i])
		}
		_ = table.Write(line) // a buffer takes everything
	}
	table.Flush()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(out.Bytes()) // the client may be gone
	return nil
}

// afterSeparator finds what begins like a formula behind what separates cells
// in the spreadsheets of some countries.
var afterSeparator = regexp.MustCompile(`([;|]\s*)([=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}])`)

// harmless is a cell that a spreadsheet shows as text: what begins like a
// formula is given an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
func harmless(cell string) string {
	cell = afterSeparator.ReplaceAllString(cell, "$1'$2")
	trimmed := strings.TrimLeft(cell, " \t\r\n\u00a0")
	if trimmed != "" && strings.ContainsRune("=+-@|%\uff1d\uff0b\uff0d\uff20", []rune(trimmed)[0]) || strings.ContainsAny(cell, "\t\r") {
		return "'" + cell
	}
	return cell
}
