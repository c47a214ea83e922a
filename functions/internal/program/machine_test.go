package program_test

import (
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/program"
)

func TestMachineIsTheSpecifiedOne(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, program.Machine(), "testdata/machine.json")
}
