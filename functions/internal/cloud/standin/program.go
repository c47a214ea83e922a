package standin

import (
	"fmt"
	"net"
	"os/exec"
	"time"
)

// Program is a server of somebody else's that runs on this machine.
type Program struct {
	Log    Log
	cmd    *exec.Cmd
	exited chan struct{}
}

// StartProgram runs a server and waits until it takes connections at address.
func StartProgram(address, dir string, environment []string, name string, args ...string) (*Program, error) {
	p := &Program{cmd: exec.Command(name, args...), exited: make(chan struct{})}
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = dir, &p.Log, &p.Log
	p.cmd.Env = environment
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	go func() {
		defer close(p.exited)
		_ = p.cmd.Wait() // how it ended is in the log
	}()
	deadline, tick := time.After(time.Minute), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for {
		if c, err := net.Dial("tcp", address); err == nil {
			return p, c.Close()
		}
		select {
		case <-tick.C:
		case <-p.exited:
			return nil, fmt.Errorf("starting %s: it ended:\n%s", name, p.Log.String())
		case <-deadline:
			p.Close()
			return nil, fmt.Errorf("starting %s: it does not listen on %s:\n%s", name, address, p.Log.String())
		}
	}
}

// Close kills the program and waits until it is gone.
func (p *Program) Close() {
	_ = p.cmd.Process.Kill() // fails only if it has ended already
	<-p.exited
}

// FreeAddress is a port of this machine that nobody listens on.
func FreeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
