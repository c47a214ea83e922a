package document_test

import (
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/document"
)

func TestMachineIsTheSpecifiedOne(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, document.Machine(), "testdata/machine.json")
}
