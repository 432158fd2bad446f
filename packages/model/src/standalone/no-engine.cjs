// Takes the place of the engine in the bundle of exported models, in which nothing trains.
module.exports = {};
