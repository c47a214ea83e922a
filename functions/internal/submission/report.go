package submission

import (
	"cmp"
	"context"
	"slices"
)

// Report says what was asked for beyond the brief in some programs, why, and
// what it cost.
type Report struct {
	Pieces   int // of work
	Requests int // edit requests that were sent
	InBrief  int // items that quoted a clause
	New      int // new asks: items of edit requests, and offers of the brief that were taken
	Taken    int // of them, agreed on
	Declined int
	Fees     []Sum // agreed on
	Days     int
	Disputes int // items that were disputed
	Upheld   int // of them, found to be in the brief
	Auto     int // drafts approved because the client's days ran out
	Late     int // days by which our own lateness moved dates
	Reasons  []ReasonCount
}

// ReasonCount is how often one reason was given for a new ask, and what it cost.
type ReasonCount struct {
	Reason
	Asks, Taken, Days int
	Fees              []Sum
}

// Sum is an amount in one currency, in whole units.
type Sum struct {
	Currency string
	Amount   int
}

// with adds an amount to the sum of its currency. They stand in the order of
// their codes.
func with(sums []Sum, currency string, amount int) []Sum {
	i, known := slices.BinarySearchFunc(sums, currency, func(s Sum, code string) int { return cmp.Compare(s.Currency, code) })
	if !known {
		sums = slices.Insert(sums, i, Sum{Currency: currency})
	}
	sums[i].Amount += amount
	return sums
}

// Report reckons from the records of the programs.
func (s *Room) Report(ctx context.Context, programs []string) (Report, error) {
	var r Report
	by := map[string]*ReasonCount{}
	for _, slug := range programs {
		p, err := s.Programs.Find(ctx, slug)
		if err != nil {
			return r, err
		}
		all, err := s.OfProgram(ctx, slug)
		if err != nil {
			return r, err
		}
		for _, d := range all {
			requests, err := s.Requests(ctx, d)
			if err != nil {
				return r, err
			}
			r.add(d, p.Currency, requests, by)
		}
	}
	for _, reason := range Reasons() {
		if c := by[reason.Code]; c != nil {
			r.Reasons = append(r.Reasons, *c)
		}
	}
	slices.SortStableFunc(r.Reasons, func(a, b ReasonCount) int { return cmp.Compare(b.Asks, a.Asks) })
	return r, nil
}

func (r *Report) add(d Deliverable, currency string, requests []Edit, by map[string]*ReasonCount) {
	r.Pieces++
	if d.Cleared != nil && d.Cleared.Auto {
		r.Auto++
	}
	for _, shift := range d.Shifts {
		if shift.Why != ShiftEdit && shift.Why != ShiftGiven {
			r.Late += shift.Days
		}
	}
	for _, extra := range d.Extras {
		if extra.Clause == 0 {
			continue // of an edit request: see item
		}
		r.New++
		c := counted(by, extra.Reason)
		c.Asks++
		r.took(c, currency, extra)
	}
	for _, e := range requests {
		if !e.Shown() {
			continue
		}
		r.Requests++
		for n, item := range e.Items {
			r.item(d, currency, e, n+1, item, by)
		}
	}
}

func (r *Report) item(d Deliverable, currency string, e Edit, n int, i Item, by map[string]*ReasonCount) {
	if i.Ruling != nil {
		r.Disputes++
		if i.Ruling.Upheld {
			r.Upheld++
		}
	}
	if !i.IsNew() {
		r.InBrief++
		return
	}
	c := counted(by, i.New.Reason)
	r.New++
	c.Asks++
	if i.Answer == Decline {
		r.Declined++
	}
	// What was agreed on is taken from the work itself: it is what is paid.
	for _, extra := range d.Extras {
		if extra.Edit == e.Number && extra.Item == n {
			r.took(c, currency, extra)
		}
	}
}

// counted is the count of one reason.
func counted(by map[string]*ReasonCount, code string) *ReasonCount {
	if by[code] == nil {
		words, _ := ReasonWords(code)
		by[code] = &ReasonCount{Reason: Reason{Code: code, Words: words}}
	}
	return by[code]
}

// took adds what was agreed on.
func (r *Report) took(c *ReasonCount, currency string, extra Extra) {
	r.Taken, r.Fees, r.Days = r.Taken+1, with(r.Fees, currency, extra.Fee), r.Days+extra.Days
	c.Taken, c.Fees, c.Days = c.Taken+1, with(c.Fees, currency, extra.Fee), c.Days+extra.Days
}
