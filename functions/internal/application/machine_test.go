package application_test

import (
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
)

func TestMachineIsTheSpecifiedOne(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, application.Machine(), "testdata/machine.json")
}
