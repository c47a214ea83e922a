package standin

import "context"

// Round hands over what came since the last round, at once and without a
// window: for who wants to know what one change costs.
func (m Mapping) Round(ctx context.Context) error {
	records, err := m.Source.Next(ctx)
	if err != nil {
		return err
	}
	size := m.batchSize()
	for batch := m.passing(records); len(batch) > 0; {
		n := fitting(batch, size)
		m.Hand(ctx, batch[:n])
		batch = batch[n:]
	}
	return nil
}
