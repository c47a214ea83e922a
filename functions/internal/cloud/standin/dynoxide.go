package standin

import (
	"errors"
	"net"
)

// StartDynoxide runs a DynamoDB server in memory and returns its address. program
// is dynoxide, dir a folder for it.
func StartDynoxide(program, dir string) (server *Program, url string, err error) {
	var faults []error
	for range 3 { // the free port may be taken before the server has it
		address, err := FreeAddress()
		if err != nil {
			return nil, "", err
		}
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, "", err
		}
		server, err := StartProgram(address, dir, nil, program, "serve", "--host", host, "--port", port)
		if err == nil {
			return server, "http://" + address, nil
		}
		faults = append(faults, err)
	}
	return nil, "", errors.Join(faults...)
}
