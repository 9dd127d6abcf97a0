// When a component has gone. Streamlit cleans up after each call that a newer one has overtaken while
// it was on its way, too (two answers in quick succession, on a busy machine): the component is
// still there then, with its focus, its open menu and its place at the hub, and keeps them.

function whenGone(parentElement, leave) {
  return () => { if (!parentElement.isConnected) leave(); };
}
