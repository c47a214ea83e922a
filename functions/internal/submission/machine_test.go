package submission_test

import (
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/submission"
)

func TestMachineIsTheOneOfTheSpecification(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, submission.Machine(), "testdata/machine.json")
}

func TestEditMachineIsTheOneOfTheSpecification(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, submission.EditMachine(), "testdata/editmachine.json")
}
