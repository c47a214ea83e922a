package decision_test

import (
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/table"
)

// Whatever happens in whatever order, by whomever, and wherever it is cut off:
// nobody is left without an answer, nobody is told what was not decided, read
// and released, and the figures are right.
func TestAnyOrderOfEventsKeepsTheRules(t *testing.T) {
	t.Parallel()
	decisiontest.Run(t, func(t testing.TB) (table.Table, *agencytest.Clock) { return localtest.Store(t) })
}
