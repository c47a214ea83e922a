package quality_test

import "testing"

func (s *site) lighthouse(t *testing.T) { full(t) }
