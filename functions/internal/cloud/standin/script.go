package standin

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
)

// Script runs CloudFront functions in Node: what runs at the edge is a subset
// of JavaScript (ES 5.1 and some of what came later), so that whatever runs
// there runs here.
type Script struct {
	mu      sync.Mutex
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// A line is a function's code and its event; the answer is a line too.
const scriptLoop = `
const known = {};
require('node:readline').createInterface({input: process.stdin}).on('line', line => {
  let said;
  try {
    const {code, event} = JSON.parse(line);
    known[code] ??= new Function(code + '\nreturn handler;')();
    said = {result: known[code](event)};
  } catch (e) {
    said = {fault: String(e)};
  }
  console.log(JSON.stringify(said));
});`

// NewScript starts Node, by the name of its program.
func NewScript(node string) (*Script, error) {
	s := &Script{process: exec.Command(node, "-e", scriptLoop)}
	in, err := s.process.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", node, err)
	}
	out, err := s.process.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", node, err)
	}
	if err := s.process.Start(); err != nil {
		return nil, fmt.Errorf("starting %s, which runs CloudFront functions: %w", node, err)
	}
	s.in, s.out = in, bufio.NewReader(out)
	return s, nil
}

// Run calls the handler that the code declares.
func (s *Script) Run(code string, event any) (result map[string]any, err error) {
	line, err := json.Marshal(map[string]any{"code": code, "event": event})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.in.Write(append(line, '\n')); err != nil {
		return nil, err
	}
	answer, err := s.out.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	var said struct {
		Result map[string]any
		Fault  string
	}
	if err := json.Unmarshal(answer, &said); err != nil {
		return nil, err
	}
	if said.Fault != "" {
		return nil, errors.New(said.Fault)
	}
	return said.Result, nil
}

// Close ends Node.
func (s *Script) Close() error {
	return errors.Join(s.in.Close(), s.process.Wait())
}
