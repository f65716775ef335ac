// Only browsers that know no modules run this; it is in syntax that they understand.
// biome-ignore lint/complexity/useArrowFunction: they know no arrow functions either
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("[data-testid=status]")[0].setAttribute("data-state", "error");
  document.querySelectorAll(".status__text")[0].textContent =
    "This browser is too old for this page. Try a newer one.";
});
