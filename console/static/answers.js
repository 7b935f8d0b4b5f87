// Counts the ticked characters while somebody ticks, and looks how far a training is.
const LOOK = 1000;
const counter = document.querySelector("output[data-limit]");
if (counter) {
  const form = counter.closest("form");
  const boxes = [...form.querySelectorAll("input[name=at]")];
  const count = () => {
    let length = 0;
    let last = -2;
    boxes.forEach((box, at) => {
      if (!box.checked) return;
      const words = box.nextElementSibling.textContent.length;
      const between = last === at - 1 ? boxes[last].parentElement.textContent.trim().length - boxes[last].nextElementSibling.textContent.length : 2;
      length += words + (last < 0 ? 0 : between);
      last = at;
    });
    counter.textContent = length;
    counter.classList.toggle("over", length > Number(counter.dataset.limit));
  };
  form.addEventListener("change", count);
  count();
}

const training = document.getElementById("training");
if (training) {
  const steps = training.querySelector(".steps");
  const look = async () => {
    const answer = await fetch(training.dataset.place);
    if (!answer.ok) return;
    const found = await answer.json();
    if (!found.running) return location.reload();
    const lines = found.steps.map((step) => `${step.name} ${step.seconds ? steps.dataset.seconds.replace("#", step.seconds) : "……"}`);
    if (lines.join() !== [...steps.children].map((line) => line.textContent).join()) {
      steps.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    }
    setTimeout(look, LOOK);
  };
  setTimeout(look, LOOK);
}
