package standin

import "context"

// Round hands over what came since the last round, at once and without a
// window: for who wants to know what one change costs.
func (m Mapping) Round(ctx context.Context) error {
	records, err := m.Source.Next(ctx)
	if err != nil {
		return err
	}
	passed := records[:0]
	for _, r := range records {
		if m.Template.Passes(m.Name, r) {
			passed = append(passed, r)
		}
	}
	size, _ := m.property("BatchSize").(int)
	for len(passed) > 0 {
		n := min(max(size, 1), len(passed))
		m.Hand(ctx, passed[:n])
		passed = passed[n:]
	}
	return nil
}
