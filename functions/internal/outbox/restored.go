package outbox

import (
	"fmt"
	"time"

	"greenroom/functions/internal/table"
)

const restoredWords = "It waited to be sent when a backup was made, and that backup was restored since. It may have left in between: " +
	"ask whether it arrived before you send it again."

// Restored is an item as a backup is restored with it. Mail that was on its way
// is given up (O7) and put before a person, as nobody knows whether it left
// after the backup was made; staff find it under what waits for them and send
// it again. What is held waits for its release as before. All other items, and
// what was given up already, stay as they are.
func Restored(i table.Item) (table.Item, error) {
	if i.Kind != kind {
		return i, nil
	}
	m, err := decode(i)
	if err != nil || !m.onItsWay() {
		return i, err
	}
	if m.State == Approved {
		if err := m.step(begin); err != nil {
			return i, err
		}
	}
	if err := m.step(giveUp); err != nil {
		return i, err
	}
	m.Problem, m.NextTry = restoredWords, time.Time{}
	next, err := item(m)
	if err != nil {
		return i, fmt.Errorf("restoring mail: %w", err)
	}
	next.Version, next.Expires, next.Count = i.Version+1, i.Expires, i.Count
	return next, nil
}

// onItsWay reports whether the mail leaves without anybody doing anything more.
func (m Mail) onItsWay() bool {
	return m.State == Sending || m.State == Approved && !m.Held
}
